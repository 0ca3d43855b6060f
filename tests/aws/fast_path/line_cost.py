"""How many bytecodes a line takes once all is warm, counted exactly, and a call by botocore.

    python -m tests.aws.fast_path.line_cost LINE…

Runs lines of each kind from standard input, in this process, with a number in place of
each `{n}`. Prints as JSON what the cheapest of each kind takes, by modules, and what a
client as boto3 would make it takes for `delete_log_group`.
"""

import json
import os
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from types import CodeType, FrameType
from typing import Any

WARM, COUNTED = 20, 3
"""How many lines of a kind come before those that are counted, and how many these are."""

_Counts = Counter[CodeType]


class Bytecodes:
    """Counts what this thread executes between `start` and `stop`."""

    def __init__(self) -> None:
        self.counts = _Counts()

    if sys.version_info >= (3, 12):
        # Their `f_trace_opcodes` misses some where the frame runs already.
        _TOOL = sys.monitoring.PROFILER_ID

        def start(self) -> None:
            sys.monitoring.use_tool_id(self._TOOL, "line cost")
            instruction, thread = sys.monitoring.events.INSTRUCTION, threading.get_ident()

            def see(code: CodeType, _: int) -> None:
                if threading.get_ident() == thread:
                    self.counts[code] += 1

            sys.monitoring.register_callback(self._TOOL, instruction, see)
            sys.monitoring.set_events(self._TOOL, instruction)

        def stop(self) -> None:
            sys.monitoring.set_events(self._TOOL, 0)
            sys.monitoring.free_tool_id(self._TOOL)

    else:

        def start(self) -> None:
            for frame in _callers():
                frame.f_trace = self._see
                frame.f_trace_opcodes, frame.f_trace_lines = True, False
            sys.settrace(self._see)

        def stop(self) -> None:
            sys.settrace(None)
            for frame in _callers():
                frame.f_trace = None

        def _see(self, frame: FrameType, event: str, _: object) -> Any:
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
            if event == "opcode":
                self.counts[frame.f_code] += 1
            return self._see

    def take(self) -> _Counts:
        """Return what was counted since this was last asked."""
        taken, self.counts = self.counts, _Counts()
        return taken


def _callers() -> Iterator[FrameType]:
    """Yield the frames of those who called what calls this."""
    frame = sys._getframe(1).f_back
    while frame:
        yield frame
        frame = frame.f_back


def cheapest(counts: Iterable[_Counts]) -> _Counts:
    """Return what the cheapest took: some also do what is done once a second."""
    return min(counts, key=_Counts.total)


def of_lines(kinds: Sequence[str]) -> list[_Counts]:
    """Run lines of each kind, and return what the cheapest one takes, from start to start."""
    from awsbatch.aws.in_process_runner import InProcessRunner
    from awsbatch.cli import main

    bytecodes = Bytecodes()
    counted: list[list[_Counts]] = [[] for _ in kinds]
    number = 0
    original = InProcessRunner.run

    def run(*args: Any, **options: Any) -> Any:
        nonlocal number
        kind, place = divmod(number, WARM + COUNTED + 1)
        number += 1
        if place == WARM:
            bytecodes.start()
        elif place > WARM:
            counted[kind].append(bytecodes.take())
            if place == WARM + COUNTED:
                bytecodes.stop()
        return original(*args, **options)

    InProcessRunner.run = run  # type: ignore[method-assign] # it begins each line
    with tempfile.TemporaryFile() as file:
        for kind in kinds:
            for n in range(WARM + COUNTED + 1):
                file.write(f"{kind.format(n=n)}\n".encode())
        file.seek(0)
        os.dup2(file.fileno(), 0)
        sys.argv[1:] = ["--progress", "none", "-"]
        status = main.main()
    InProcessRunner.run = original  # type: ignore[method-assign]
    assert status == 0
    return [cheapest(each) for each in counted]


def of_call() -> _Counts:
    """Return what a call takes."""
    import awscli  # noqa: F401 (botocore is found through it) # isort: skip
    from botocore.session import Session

    client = Session().create_client("logs")
    for n in range(WARM):
        client.delete_log_group(logGroupName=f"g{n}")
    bytecodes = Bytecodes()
    bytecodes.start()
    counted = []
    for n in range(COUNTED):
        client.delete_log_group(logGroupName=f"g{n}")
        counted.append(bytecodes.take())
    bytecodes.stop()
    return cheapest(counted)


def by_module(counts: _Counts) -> dict[str, int]:
    """Return the counts of each module, the largest first."""
    modules: Counter[str] = Counter()
    for code, count in counts.items():
        modules[code.co_filename.rpartition("/site-packages/")[2]] += count
    return dict(modules.most_common())


def main() -> None:
    """Run what is asked for, and print all."""
    kinds = sys.argv[1:]
    lines = of_lines(kinds)
    found = {"lines": [by_module(each) for each in lines], "call": by_module(of_call())}
    print(json.dumps(found))  # noqa: T201 (what it is for)


if __name__ == "__main__":
    main()
