"""Run the AWS CLI's own examples verbatim and with shortcuts, and print what is not the same.

    python -m tests.aws.fast_path.wire.examples [--every=N] [--words=FILE] [PART]

Each runs three times with shortcuts, which are learnt from the first, and then three times beside
others. PART takes the lines with it
in their text, and `--every=N` one of so many. `--words` takes those of a file instead, one in a
line, as a list of words in JSON: so can be run what the AWS CLI's own tests run.
"""

import json
import random
import re
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

# Before anything else of the AWS CLI.
from awsbatch.aws.in_process_runner import InProcessRunner  # isort: skip
from tests.aws.crowd import crowd
from tests.aws.fast_path.wire.example import examples, is_sent
from tests.aws.fast_path.wire.listener import Listener, Reply, reply
from tests.aws.fast_path.wire.pair import Came, Way, come, differences, stage, told

_TIMES = 3
_JOBS = 8
_APART = ("cloudfront create-", "s3 ", "ecs execute-command", "logs start-live-tail")
"""How lines begin that draw what they send, send it in any order, or want the terminal."""
_ACTION = re.compile(rb"\r\n\r\nAction=(\w+)")
_OF_XML = re.compile(rb"\r\nHost: (?:\S+\.)?(?:s3|s3-control|cloudfront|route53)[\w.-]*\r\n")


def answer(_: int, request: bytes) -> Reply:
    """Return an answer of the request's protocol that says nothing."""
    if action := _ACTION.search(request):
        name = action[1].decode()
        return reply(f"<{name}Response><{name}Result/></{name}Response>".encode())
    return reply(b"<Nothing/>" if _OF_XML.search(request) else b"{}")


def selected(options: Sequence[str]) -> list[str]:
    """Return the lines that have all words in their text; with `--every=N`, one of so many.

    With `--words=FILE`, they are those of a file.
    """
    parts = [word for word in options if not word.startswith("--")]
    files = [word.partition("=")[2] for word in options if word.startswith("--words=")]
    given = [json.loads(line) for file in files for line in Path(file).read_text().splitlines()]
    given = [words for words in given if is_sent(words)]
    lines = sorted({shlex.join(words) for words in (given if files else examples())})
    lines = [line for line in lines if all(part in line for part in parts)]
    for word in options:
        if word.startswith("--every="):
            number = int(word.partition("=")[2])
            lines = [line for line in lines if crc32(line.encode()) % number == 0]
    return lines


def found(lines: Sequence[str]) -> Iterator[str]:
    """Yield what is not the same of lines, one after the other and then side by side."""
    ways = [Way(line, answer=answer) for line in lines]
    more = [Way(line, ("",) * _TIMES, answer=answer, hours=0) for line in lines]
    with TemporaryDirectory() as folder, stage(Path(folder)) as (listener, clock):
        theirs = come(ways, listener, clock, verbatim=True)
        ours = come(more, listener, clock, verbatim=False)
        yield from _beside([came for (came,) in theirs], listener)
    for their, our in zip(theirs, ours, strict=True):
        yield from differences(their * _TIMES, our)


def _is_apart(line: str) -> bool:
    return line.startswith(_APART) or "--generate-cli-skeleton" in line


def _beside(alone: Sequence[Came], listener: Listener) -> Iterator[str]:
    """Yield what is not the same where lines run at once, each of them some times."""
    chosen = [came for came in alone if not _is_apart(came.line)] * _TIMES
    # The same on each run, and not their order.
    random.Random(len(chosen)).shuffle(chosen)  # noqa: S311 (not a secret)
    listener.requests.clear()
    listener.answer = answer
    with InProcessRunner(jobs=_JOBS) as runner:
        done = crowd(runner, [came.line for came in chosen], threads=_JOBS)
    for came, one in zip(chosen, done, strict=True):
        if came.ran != one.ran:
            yield f"beside others: {came.line}\n{came.ran}\n{one.ran}"
    wanted = Counter(request for came in chosen for request in came.requests)
    sent = Counter(map(bytes, listener.requests))
    for request in sent - wanted:
        yield f"beside others, nobody's request:\n{request.decode('latin-1')}"
    for request in wanted - sent:
        yield f"beside others, not sent:\n{request.decode('latin-1')}"


def main(options: Sequence[str]) -> int:
    """Print what is found; return the exit status."""
    lines = selected(options)
    return told(len(lines), [*found(lines)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
