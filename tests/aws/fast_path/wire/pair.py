"""Lines run verbatim and with shortcuts, and what is not the same of them.

    python -m tests.aws.fast_path.wire.pair 'logs delete-log-group --log-group-name %s' a b c

prints what is not the same of the line with each of the values, one after the other.
"""

import difflib
import os
import random
import re
import shlex
import shutil
import sys
import warnings
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

# Before anything else of the AWS CLI.
from awsbatch.aws.in_process_runner import InProcessRunner  # isort: skip
import pytest

from awsbatch.aws.fast_path import registry
from awsbatch.contract.turn import Turns
from awsbatch.contract.word import Data, Word, text_of
from tests.aws.batch import Batch, Ran
from tests.aws.fast_path.wire.frozen import Clock, frozen
from tests.aws.fast_path.wire.listener import Answer, Listener, everywhere, listening, reply

_CONFIG = """\
[preview]
sdb = true
[default]
region = us-east-1
[profile token]
region = eu-west-1
aws_access_key_id = KEYTOKEN
aws_secret_access_key = secret/of+token
aws_session_token = session/token+of==
"""
_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "KEYENV",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_BEARER_TOKEN_BEDROCK": "bearer",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CLI_HISTORY_FILE": os.devnull,
    "BOTO_CONFIG": os.devnull,
    "COLUMNS": "80",
}

# Signatures of version 4a are drawn.
_DRAWN = re.compile(rb"(\r\nAuthorization: AWS4-ECDSA\S+ [^\r]* Signature=)[0-9a-f]+")


@dataclass(frozen=True)
class Way:
    """One way of running a line: `%s` in it is each of the values, one after the other."""

    line: str
    values: tuple[str, ...] = ("",)
    answer: Answer = lambda *_: reply()
    captured: bool = False
    is_data: bool = False
    """Whether its values are those of placeholders, which are nothing but values."""
    loose: bool = False
    """Whether what it writes to standard error is not compared."""
    hours: int = 7
    """By how many the clock moves from line to line."""
    afterwards: Callable[[], None] = lambda: None
    """What puts things in order after each line."""

    def lines(self, port: str) -> Iterator[list[Word]]:
        """Yield the words of the line with each value."""
        given = shlex.split(self.line.replace("PORT", port))
        for value in (each.replace("PORT", port) for each in self.values):
            yield [self._word(word, value) for word in given]

    def _word(self, word: str, value: str) -> Word:
        if not (self.is_data and "%s" in word):
            return (whole,) if (whole := word.replace("%s", value)) else ()
        before, _, after = word.partition("%s")
        return tuple(piece for piece in (before, Data(value), after) if piece)


def in_turn(given: Iterable[Any]) -> Answer:
    """Return the n-th for the n-th request of a line, and the last for all that follow.

    Each is a body, or a status with one, and perhaps headers.
    """
    rows: Iterable[list[Any]] = ([200, each] if isinstance(each, str) else each for each in given)
    replies = [reply(body.encode("latin-1"), status, *rest) for status, body, *rest in rows]
    return lambda number, _: replies[min(number, len(replies) - 1)]


@dataclass(frozen=True)
class Came:
    """What came of one line."""

    line: str
    requests: tuple[bytes, ...]
    ran: Ran
    result: object = None

    @property
    def text(self) -> str:
        """All of it, to read."""
        sent = [request.decode("latin-1").replace("\r\n", "\n") for request in self.requests]
        told = (f"exit status {self.ran.exit_status}", self.ran.stdout, self.ran.stderr)
        return "\n----\n".join([*sent, *told, repr(self.result)])


@contextmanager
def stage(folder: Path) -> Iterator[tuple[Listener, Clock]]:
    """Provide a listener and a clock, in an environment that a line finds nothing else in."""
    folder.joinpath("config").write_text(_CONFIG)
    folder.joinpath("empty").touch()
    folder.joinpath("big").write_bytes(bytes(range(256)) * 400)
    # What was written this second is compared by content.
    os.utime(folder / "config", (0, 0))
    given = {
        "HOME": str(folder),
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        **_ENVIRONMENT,
    }
    with entered(folder, given) as provided:
        yield provided


@contextmanager
def entered(folder: Path, environment: Mapping[str, str]) -> Iterator[tuple[Listener, Clock]]:
    """Provide a listener, which is every host, and a clock, in a folder and an environment."""
    for name in registry.modules():
        import_module(f"{registry.__package__}.{name}")
    with ExitStack() as stack:
        # Tests have them be errors, which they are to no line.
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in [*os.environ]:
            # `import awscli` sets the one, for the CLI's own use.
            if name.startswith("AWS") and name != "AWS_DATA_PATH":
                patch.delenv(name)
        listener = stack.enter_context(listening())
        authority = Path(stack.enter_context(TemporaryDirectory())) / "ca.pem"
        listener.authority.cert_pem.write_to_path(authority)
        for name, value in {**environment, "AWS_CA_BUNDLE": str(authority)}.items():
            patch.setenv(name, value)
        patch.chdir(folder)
        stack.enter_context(everywhere(listener))
        yield listener, stack.enter_context(frozen())


def come(
    ways: Iterable[Way],
    listener: Listener,
    clock: Clock,
    *,
    verbatim: bool,
    turns: Turns | None = None,
) -> list[list[Came]]:
    """Run all ways in one process, and return what came of each of their lines."""
    with InProcessRunner(verbatim=verbatim, turns=turns) as runner:
        batch = Batch(runner)
        return [[*_came(way, batch, listener, clock)] for way in ways]


def _tidy(folder: Path, given: Container[Path]) -> None:
    """Take away what a line has written."""
    for file in folder.iterdir():
        if file not in given:
            shutil.rmtree(file) if file.is_dir() else file.unlink()


def _came(way: Way, batch: Batch, listener: Listener, clock: Clock) -> Iterator[Came]:
    given = {*Path.cwd().iterdir()}
    for number, words in enumerate(way.lines(str(listener.port))):
        line = shlex.join(map(text_of, words))
        # Some draw what they send, or print.
        random.seed(0)
        clock.turn(number * way.hours)
        listener.requests.clear()
        listener.answer = way.answer
        if way.captured:
            result = batch.capture(words)
            ran = Ran(batch.outcome.exit_status, "", "")
        else:
            ran, result = batch.run(words), None
        if way.loose:
            ran = replace(ran, stderr="")
        if line.startswith("s3 "):
            # Threads of transfers send in any order, and print how fast they are.
            ran = replace(ran, stdout="", stderr="")
            listener.requests.sort()
        sent = tuple(_DRAWN.sub(rb"\1", request) for request in listener.requests)
        yield Came(line, sent, ran, result)
        _tidy(Path.cwd(), given)
        way.afterwards()


def differences(theirs: Sequence[Came], ours: Sequence[Came]) -> Iterator[str]:
    """Yield what is not the same of lines run verbatim and with shortcuts."""
    for their, our in zip(theirs, ours, strict=True):
        if their != our:
            texts = (their.text.splitlines(), our.text.splitlines())
            found = difflib.unified_diff(*texts, "verbatim", "shortcuts", lineterm="", n=1)
            yield "\n".join([our.line, *found])


def told(count: int, differing: Sequence[str]) -> int:
    """Print what differs of so many lines; return the exit status that tells of it."""
    sys.stdout.writelines(f"{one}\n\n" for one in differing)
    sys.stdout.write(f"{count} lines, {len(differing)} differences\n")
    return int(bool(differing))


def main(words: Sequence[str]) -> int:
    """Print the differences; return the exit status."""
    if not words:
        sys.exit(__doc__)
    line, *values = words
    ways = [Way(line, tuple(values or ("",)), captured=captured) for captured in (False, True)]
    with TemporaryDirectory() as folder, stage(Path(folder)) as (listener, clock):
        theirs, ours = (
            come(ways, listener, clock, verbatim=verbatim) for verbatim in (True, False)
        )
    found = [each for pair in zip(theirs, ours, strict=True) for each in differences(*pair)]
    sys.stdout.write("\n\n".join([*(each.text for each in ours[0][:1]), *found, ""]))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
