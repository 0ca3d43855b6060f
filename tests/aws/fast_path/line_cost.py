"""How many bytecodes a line takes once all is warm, counted exactly; or a call by boto3.

    python -m tests.aws.fast_path.line_cost [--joblog] [LINE…]

Runs lines of each kind from standard input, in this process, with a number in place of
each `{n}`; or has boto3 call `delete_log_group`, where there is no line. Prints as JSON
what the cheapest of each kind takes, by modules. With `--joblog`, the run keeps a log.
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

from benchmarks.answer import answers
from tests import endpoint_variable
from tests.aws.recorder import Recorded, recording

WARM, COUNTED = 20, 3
"""How many lines of a kind come before those that are counted, and how many these are."""

_LOGGED = "--joblog"

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


def of_lines(kinds: Sequence[str], *, logged: bool = False) -> list[_Counts]:
    """Run lines of each kind, and return what the cheapest one takes, from start to start."""
    import awscli  # noqa: F401 (botocore is found through it) # isort: skip

    assert endpoint_variable.is_known()
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
    with tempfile.TemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            for n in range(WARM + COUNTED + 1):
                file.write(f"{kind.format(n=n)}\n".encode())
        file.seek(0)
        os.dup2(file.fileno(), 0)
        log = ["--joblog", f"{folder}/log"] if logged else []
        sys.argv[1:] = ["--progress", "none", *log, "-"]
        status = main.main()
    InProcessRunner.run = original  # type: ignore[method-assign]
    assert status == 0
    return [cheapest(each) for each in counted]


def of_call() -> _Counts:
    """Return what a call by boto3 takes."""
    import boto3

    client = boto3.client("logs")
    bytecodes = Bytecodes()
    counted = []
    for n in range(WARM + COUNTED):
        if n == WARM:
            bytecodes.start()
        client.delete_log_group(logGroupName=f"g{n}")
        counted.append(bytecodes.take())
    bytecodes.stop()
    return cheapest(counted[WARM:])


def by_module(counts: _Counts) -> dict[str, int]:
    """Return the counts of each module, the largest first."""
    modules: Counter[str] = Counter()
    for code, count in counts.items():
        modules[code.co_filename.rpartition("/site-packages/")[2]] += count
    return dict(modules.most_common())


def answer(request: Recorded) -> tuple[int, bytes]:
    """Answer as the server of the benchmarks does."""
    about = f"{request.service}:{request.method}:{request.target or ''}"
    return 200, answers().get(about, b"" if request.service == "s3" else b"{}")


def main() -> None:
    """Run what is asked for against a recorder, and print all."""
    kinds = [each for each in sys.argv[1:] if each != _LOGGED]
    with recording() as recorder:
        recorder.answer = answer
        os.environ.update(
            AWSBATCH_AWS="own",
            AWS_ENDPOINT_URL=recorder.url,
            AWS_ACCESS_KEY_ID="key",
            AWS_SECRET_ACCESS_KEY="secret",
            AWS_DEFAULT_REGION="us-east-1",
            AWS_CONFIG_FILE=os.devnull,
            AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        )
        logged = _LOGGED in sys.argv
        counts = of_lines(kinds, logged=logged) if kinds else [of_call()]
    print(json.dumps([*map(by_module, counts)]))  # noqa: T201 (what it is for)


if __name__ == "__main__":
    main()
