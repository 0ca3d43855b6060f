"""What plays the steps of a recorded session, and records its screens."""

import re
import signal
from collections.abc import Callable

from tests.aws_cli import by_version
from tests.terminal.held_aws import HeldAws
from tests.terminal.session import Session

# After a step that waits, what a screen still lacks is there at once, but on a busy machine.
_SETTLE_SECONDS = 30.0
_VARYING = {
    re.compile(r"\b[0-9.]+/(s|min)\b"): "RATE",
    re.compile(r"\b(?:[0-9]+:)?[0-9]{2}:[0-9]{2} left"): "TIME left",
    re.compile(r"\b[0-9]{2}:[0-9]{2}:[0-9]{2}\b"): "CLOCK",
    re.compile(r"\b[0-9.]+ (?:ms|s|min)(?: [0-9]+ s)?\b"): "TIME",
    re.compile(r"\b[0-9,]+ connections?\b"): "CONNECTIONS",
    re.compile(r"\b127\.0\.0\.1:[0-9]+"): "127.0.0.1:PORT",
    re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"): "UUID",
    re.compile(r"\bchecking … line [0-9]+\b"): "checking … line NUMBER",
    re.compile(r"(request id(?: of the first:|:)?) \w{32,}"): r"\1 REQUEST",
    re.compile(r"\(AWS CLI [0-9.]+\)"): "(AWS CLI VERSION)",
    # Version 2 has several where version 1 has one, which is written for both; lines may break it.
    re.compile(rf"\bexit(\s)25(\n?){by_version('5', '[345]')}\b"): r"exit\g<1>25\g<2>5",
}


class Player:
    """What plays the steps of one session; `tests.terminal.test_recorded` tells of them."""

    def __init__(self, session: Session, aws: HeldAws, expected: str) -> None:
        """Take the text of the screens that are expected; empty to record what is there."""
        self.recorded = ""
        self._session = session
        self._aws = aws
        self._expected = expected
        self._verbs: dict[str, Callable[[str], object]] = {
            "$": session.start,
            "wait": session.wait_for,
            "gone": session.wait_for_absence,
            "at": session.wait_at,
            "type": lambda keys: session.press(_unescaped(keys)),
            "cut": lambda columns: session.cut(int(columns)),
            "reflow": lambda columns: session.reflow(int(columns)),
            "signal": lambda name: session.signal(signal.Signals[f"SIG{name}"]),
            "hold": lambda _: aws.hold(),
            "asked": aws.wait_for_requests,
            "answer": lambda words: aws.answer(*words.split(" ", 2)),
            "screen": lambda note: self._record(note, session.lines),
            "colours": lambda note: self._record(note, session.coloured),
            "end": self._end,
        }

    def play(self, step: str) -> None:
        """Carry a step out."""
        verb, _, rest = step.partition(" ")
        self._verbs[verb](rest)

    def _end(self, _: str) -> None:
        status = self._session.wait_for_end()
        self._record(f"the end, exit status {status}", self._session.lines)

    def _record(self, note: str, lines: Callable[[], list[str]]) -> None:
        head = f"{self.recorded}=== {self._session.size}: {note} ===\n"

        def recorded() -> str:
            return head + _settled("".join(f"{line}\n" for line in lines()))

        if self._expected:
            self._session.settles(lambda: self._is_expected(recorded()), _SETTLE_SECONDS)
        else:
            self._session.settle()
        self.recorded = recorded()

    def _is_expected(self, recorded: str) -> bool:
        rest = self._expected[len(recorded) :]
        return self._expected.startswith(recorded) and rest[:4] in {"", "=== "}


def _settled(screen: str) -> str:
    for pattern, name in _VARYING.items():
        screen = pattern.sub(name, screen)
    return screen


def size_of(text: str) -> tuple[int, int]:
    """Return the columns and rows of `80x24`."""
    columns, rows = text.split("x")
    return int(columns), int(rows)


def _unescaped(keys: str) -> str:
    return keys.encode("raw_unicode_escape").decode("unicode_escape")
