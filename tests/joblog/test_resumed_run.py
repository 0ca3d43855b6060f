"""Runs that are stopped anywhere, edited and resumed: each change is made exactly once.

A run is a list of commands with the places where a script has them. It is
stopped by leaving off, as a killed process does, at any of its steps.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.journal import Call, Conclusion, Done, Entry, Spot
from awsbatch.contract.word import Data, Word, text_of
from awsbatch.joblog.log_opening import opened
from awsbatch.joblog.row import Row
from awsbatch.joblog.run_journal import RunJournal
from awsbatch.joblog.state_file import Begun
from awsbatch.redaction.secret import Secrets
from tests.contract.fake_runner import FakeRunner
from tests.contract.option_table import OPTIONS
from tests.joblog.conftest import HEAD

NOW = datetime(2026, 5, 28, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Line:
    """A line of a script: by itself, in a loop over values, or with a value that it finds."""

    verb: str
    """`put` takes no idempotency token, `create` does."""
    name: str
    values: tuple[str, ...] | None = None
    found: str | None = None

    def calls(self, copy: int) -> Iterator[Call]:
        first, name = (self.verb,), (self.name,)
        if self.values is not None:
            seen = Counter[str]()
            spot = Spot((self.verb, self.name, "<<value>>"), copy, loops=1)
            for value in self.values:
                words: list[Word] = [first, name, (Data(value),)]
                yield _call(words, spot, ((value, seen[value]),))
                seen[value] += 1
        elif self.found is not None:
            words = [first, name, (Data(self.found),)]
            yield _call(words, Spot((self.verb, self.name, "<<found>>"), copy))
        else:
            yield _call([first, name], Spot((self.verb, self.name), copy))


def _call(words: list[Word], spot: Spot, rounds: tuple[tuple[object, int], ...] = ()) -> Call:
    argv = ("aws", *map(text_of, words))
    return Call(words, None, argv, spot, "a.aws:1", rounds)


def calls_of(script: Sequence[Line]) -> list[Call]:
    """Return the commands of a script; equal statements outside loops are told apart."""
    seen = Counter[tuple[str, str, bool]]()
    found: list[Call] = []
    for line in script:
        # Each loop counts for itself.
        key = line.verb, line.name, line.found is not None
        copy = 0 if line.values is not None else seen[key]
        seen[key] += line.values is None
        found.extend(line.calls(copy))
    return found


def text(call: Call) -> str:
    return " ".join(map(text_of, call.words))


@dataclass
class Server:
    """Counts the changes that were made, each idempotency token once."""

    made: Counter[str] = field(default_factory=Counter)
    tokens: set[str] = field(default_factory=set)
    unknown: Counter[str] = field(default_factory=Counter)
    """Those made whose rows nobody has written."""

    def send(self, entry: Entry) -> None:
        command = text(entry.call)
        if entry.tokens is not None:
            entry.tokens.begin_attempt()
            token = entry.tokens.take()
            if token in self.tokens:
                return
            self.tokens.add(token)
        self.made[command] += 1


class Stop(Exception):  # noqa: N818 (no error)
    """The process is killed."""


class Process:
    """One run, which is killed after so many steps."""

    def __init__(self, path: Path, server: Server, steps: int, random: Random) -> None:
        self._server = server
        self._steps = steps
        self._random = random
        self._log = opened(str(path), HEAD, resumes=True)

    def run(self, script: Sequence[Line]) -> bool:
        """Run a script; return whether all of it is done."""
        try:
            return self._run(calls_of(script))
        except Stop:
            return False
        finally:
            self._log.close()

    def _run(self, calls: list[Call]) -> bool:
        self._decide()
        is_done = True
        log, runner = self._log, FakeRunner()
        history = log.history()
        log.start()
        journal = RunJournal(
            log,
            history,
            runner,
            OPTIONS,
            Secrets(),
            spots={call.spot for call in calls},
            lets_changed=True,
        )
        # Up to four at a time, in any order.
        self._random.shuffle(calls)
        under_way: list[Entry] = []
        while calls or under_way:
            if calls and ((len(under_way) < 4 and self._random.random() < 0.6) or not under_way):
                call = calls.pop()
                if not journal.knows(call):
                    journal.learn(call, Cancellation())
                verdict = journal.look(call)
                assert isinstance(verdict, Entry | Done)
                if isinstance(verdict, Entry):
                    self._step()
                    journal.begin(verdict)
                    under_way.append(verdict)
                continue
            self._random.shuffle(under_way)
            self._step()
            entry = under_way.pop()
            # It fails now and then, and has then changed nothing.
            fails = self._random.random() < 0.2
            if not fails:
                self._server.send(entry)
                self._server.unknown[text(entry.call)] += 1
            self._step()
            status, exit_status = ("failed", 254) if fails else ("ok", 0)
            journal.end(entry, Conclusion(status, exit_status, NOW, 1.0))
            is_done &= not fails
            if not fails:
                self._server.unknown[text(entry.call)] -= 1
        return is_done

    def _decide(self) -> None:
        """Say truly what became of each command in doubt."""
        for doubt in self._log.history().doubts:
            command = doubt.command.removeprefix("aws ")
            if self._server.unknown[command] > 0:
                self._server.unknown[command] -= 1
                self._log.append(_row(doubt))
            else:
                self._log.agree([doubt.seq])

    def _step(self) -> None:
        self._steps -= 1
        if self._steps < 0:
            raise Stop


def _row(doubt: Begun) -> Row:
    return Row(doubt.seq, "ok", doubt.words, doubt.place, 1.0, 0.0, 0, 0, doubt.command)


NAMES = st.sampled_from(["a", "b", "c"])
VERBS = st.sampled_from(["put", "create"])
VALUE = st.sampled_from(["1", "2", "3"])
VALUES = st.lists(VALUE, max_size=4).map(tuple)
LINES = st.one_of(
    st.builds(Line, VERBS, NAMES),
    st.builds(Line, VERBS, NAMES, values=VALUES),
    # Of statements that are written alike, each has a value of its own: one that takes the place
    # of another is a change like any other.
    st.builds(lambda verb, found: Line(verb, f"f{found}", found=found), VERBS, VALUE),
)
# Not those of hypothesis, of which some let each command fail for ever.
RANDOMS = st.integers(0, 1 << 32).map(Random)
SCRIPTS = st.lists(LINES, max_size=6)


def _without_equal_values(line: Line) -> Line:
    values = None if line.values is None else tuple(dict.fromkeys(line.values))
    return replace(line, values=values)


def finish(path: Path, server: Server, script: Sequence[Line], random: Random) -> None:
    """Run a script until nothing of it has failed."""
    while not Process(path, server, 1_000, random).run(script):
        pass


def wanted(script: Sequence[Line]) -> Counter[str]:
    return Counter(map(text, calls_of(script)))


@settings(deadline=None, max_examples=25)
@given(SCRIPTS, st.lists(st.integers(0, 30), max_size=6), RANDOMS)
def test_a_run_that_is_stopped_anywhere_makes_each_change_once(
    script: list[Line], stops: list[int], random: Random
) -> None:
    server = Server()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        for stop in stops:
            Process(path, server, stop, random).run(script)
        finish(path, server, script, random)
        again = Counter(server.made)
        Process(path, server, 1_000, random).run(script)
    assert +server.made == again == wanted(script)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(SCRIPTS, st.integers(0, 30)), min_size=1, max_size=5),
    RANDOMS,
)
def test_no_edit_makes_a_change_more_often_than_a_script_had_it(
    runs: list[tuple[list[Line], int]], random: Random
) -> None:
    # Rounds of equal values are told apart by their loop.
    runs = [([*map(_without_equal_values, script)], stop) for script, stop in runs]
    server, most = Server(), Counter[str]()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        for script, stop in runs:
            most |= wanted(script)
            Process(path, server, stop, random).run(script)
        last, _ = runs[-1]
        finish(path, server, last, random)
    assert server.made <= most
    assert server.made >= wanted(last)


@settings(deadline=None, max_examples=25)
@given(SCRIPTS, st.permutations(range(6)), RANDOMS)
def test_lines_that_change_places_are_not_run_again(
    script: list[Line], order: list[int], random: Random
) -> None:
    server = Server()
    reordered = [script[at] for at in order if at < len(script)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        finish(path, server, script, random)
        before = Counter(server.made)
        Process(path, server, 1_000, random).run(reordered)
    assert server.made == before == wanted(script)
