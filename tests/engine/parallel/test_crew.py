"""Commands side by side, in threads."""

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awsbatch.contract.outcome import Outcome
from awsbatch.contract.word import Word
from awsbatch.engine.engine import Engine, Terms
from awsbatch.engine.halt import Halt
from awsbatch.engine.parallel import waiting_output
from awsbatch.engine.run_end import Phase, RunEnd
from awsbatch.event import (
    Ended,
    News,
    Printed,
    Retrying,
    Shown,
    Started,
    Status,
)
from awsbatch.fault.error import AwsbatchError, ScriptError
from awsbatch.language.model import Statement
from awsbatch.language.parser import parse, read
from awsbatch.output.sink import Sink
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    ends,
    fails,
    gives,
    happening,
    interrupt,
    outermost,
    printed,
    raises,
    text,
)
from tests.contract.option_table import OPTIONS

pytestmark = pytest.mark.races


class Gate:
    """A command that runs until it is let go."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self) -> None:
        self.entered.set()
        self.opened.wait()


class Meter(FakeRunner):
    """Counts how many commands run at a time; each waits for `together` of them, at first."""

    def __init__(self, together: int = 1) -> None:
        super().__init__()
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()
        self._together = threading.Barrier(together)
        self._met = False

    def run(self, *args: object, **options: object) -> Outcome:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        if not self._met:
            self._together.wait()
            self._met = True
        outcome = super().run(*args, **options)  # type: ignore[arg-type]
        with self._lock:
            self._now -= 1
        return outcome


def news(
    script: str,
    runner: FakeRunner,
    *,
    run_end: RunEnd | None = None,
    jitter: float = 0.0,
    output: FakeOutput | None = None,
    terms: Terms | None = None,
) -> Iterator[News]:
    engine = Engine(
        runner,
        output or FakeOutput(),
        outermost({"many": list(range(100_000))}),
        terms or Terms(jobs=4),
        options=OPTIONS,
        run_end=run_end,
        jitter=lambda: jitter,
    )
    return engine.run(parse(script, "1.aws"))


def done(events: Sequence[News]) -> list[str]:
    return [" ".join(event.argv) for event in events if isinstance(event, Ended)]


def shown(events: Sequence[News]) -> list[str]:
    """Return what was shown, in that order: the words of commands, and printed lines."""
    turns = [event.event for event in events if isinstance(event, Shown)]
    return [
        " ".join(turn.argv) if isinstance(turn, Ended) else getattr(turn, "text", "refused")
        for turn in turns
    ]


def started(events: Sequence[News]) -> set[int]:
    return {event.seq for event in events if isinstance(event, Started)}


def all_have_ended(events: Sequence[News]) -> bool:
    return started(events) == {
        event.seq for event in events if isinstance(event, Ended) and event.attempts
    }


def test_rounds_run_side_by_side_up_to_the_number_of_jobs() -> None:
    runner = Meter(together=4)
    events = list(news("parallel for x in 1 2 3 4 5 6 7 8 9\naws s a <<x>>\nend\n", runner))
    assert runner.most == 4
    assert sorted(done(events)) == [f"aws s a {x}" for x in range(1, 10)]


def test_what_ends_first_is_told_first_and_shown_in_its_turn() -> None:
    first = Gate()
    output = FakeOutput()
    runner = FakeRunner(
        {
            "a": Answer(act=first, stdout=b"of a\n", stderr=b"err a\n"),
            "b": Answer(stdout=b"of b\n", stderr=b"err b\n"),
        }
    )
    events = []
    for each in news("parallel\naws a\naws b\nprint c\nend\n", runner, output=output):
        events.append(each)
        if isinstance(each, Ended) and each.argv == ("aws", "b"):
            first.opened.set()
        if isinstance(each, Shown):
            output.show(each.event)
    assert done(events) == ["aws b", "aws a"]
    assert shown(events) == ["aws a", "aws b", "c"]
    assert output.stdout.content() == b"of a\nof b\n"
    assert output.stderr.content() == b"err a\nerr b\n"
    assert runner.live == [False, False]


def test_without_order_what_ends_is_shown_at_once() -> None:
    first = Gate()
    runner = FakeRunner({"a": Answer(act=first)})
    events = []
    terms = Terms(jobs=2, keeps_order=False)
    for each in news("parallel\naws a\naws b\nend\naws c\n", runner, terms=terms):
        events.append(each)
        if isinstance(each, Shown):
            first.opened.set()
    assert shown(events) == ["aws b", "aws a", "aws c"]


def test_a_block_ends_when_all_in_it_have() -> None:
    runner = Meter(together=3)
    events = list(news("parallel\naws a\naws b\naws c\nend\naws z\n", runner))
    assert done(events)[-1] == "aws z"
    assert runner.live[-1]


def test_the_lines_of_a_round_keep_their_order() -> None:
    runner = FakeRunner()
    script = "parallel for x in <<many[:50]>>\naws s a <<x>>\naws s b <<x>>\naws s c <<x>>\nend\n"
    list(news(script, runner))
    for x in range(50):
        of_round = [words[1] for words in map(str.split, runner.commands) if words[2] == str(x)]
        assert of_round == ["a", "b", "c"]


def test_nested_blocks_share_one_width() -> None:
    script = (
        "parallel for x in 1 2 3\nparallel for y in 1 2 3\nparallel\n"
        "aws s a <<x>> <<y>>\naws s b <<x>> <<y>>\nend\naws s c <<x>> <<y>>\nend\nend\n"
    )
    runner = Meter(together=3)
    events = list(news(script, runner, terms=Terms(jobs=3)))
    assert runner.most == 3
    assert len(done(events)) == 27
    in_order = [
        f"aws s {name} {x} {y}" for x in (1, 2, 3) for y in (1, 2, 3) for name in ("a", "b", "c")
    ]
    assert shown(events) == in_order


def test_a_list_is_in_script_order_however_its_values_come() -> None:
    gates = [Gate() for _ in range(3)]
    runner = FakeRunner({f"s get {x}": Answer(Outcome(0, value=x), act=gates[x]) for x in range(3)})
    script = "parallel for x in 0 1 2\nall[] = aws s get <<x>>\nend\nprint <<to_string(all)>>\n"
    events = []
    gates[2].opened.set()
    for each in news(script, runner):
        events.append(each)
        if isinstance(each, Ended) and each.value:
            gates[each.value - 1].opened.set()
    assert printed([event for event in events if isinstance(event, Printed)]) == ["[0,1,2]"]


def test_a_list_is_gathered_from_a_block_and_the_loops_in_it() -> None:
    script = (
        "parallel\nall[] = <<`1`>>\nfor x in 2 3\nall[] = <<x>>\nend\n"
        "parallel for x in 4 5\nall[] = <<x>>\nend\nfor x in 6 7\nown[] = <<x>>\nend\nend\n"
        "print <<to_string(all)>> <<to_string(own)>>\n"
    )
    for jobs in (1, 4):
        events = list(news(script, FakeRunner(), terms=Terms(jobs=jobs)))
        assert printed([event for event in events if isinstance(event, Printed)]) == [
            '[1,"2","3","4","5"] ["6","7"]'
        ]


def test_half_a_list_does_not_pass_for_a_whole_one() -> None:
    runner = FakeRunner({"s get 2": fails()})
    script = "parallel for x in 1 2 3\nall[] = aws s get <<x>>\nend\naws s use <<all>>\n"
    events = list(news(script, runner))
    (skipped,) = [e for e in ends(list(happening(iter(events)))) if e.status is Status.SKIPPED]
    assert str(skipped.blame) == "1.aws:2 failed"


def test_names_set_in_a_block_are_there_after_it() -> None:
    runner = FakeRunner({"get a": gives("A"), "get b": gives("B")})
    script = "parallel\nx = aws get a\ny = aws get b\nend\nprint <<x>><<y>>\n"
    events = list(news(script, runner))
    assert printed([event for event in events if isinstance(event, Printed)]) == ["AB"]


def test_no_more_is_begun_than_can_run() -> None:
    """A loop over many elements keeps only what is in flight."""
    gates = [Gate() for _ in range(4)]
    runner = FakeRunner({f"s a {x}": Answer(act=gates[x]) for x in range(4)})
    events = news(
        "parallel for x in <<many>>\naws s a <<x>>\nend\n", runner, run_end=(run_end := RunEnd())
    )
    begun = 0
    for each in events:
        begun += isinstance(each, Started)
        if begun == 4:
            break
    for gate in gates:
        gate.entered.wait()
    assert len(runner.commands) == 4
    interrupt(run_end)
    for gate in gates:
        gate.opened.set()
    rest = list(events)
    assert sorted(done(rest)) == [f"aws s a {x}" for x in range(4)]


def test_what_waits_to_be_shown_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_output, "MOST_WAITING", 5)
    first = Gate()
    runner = FakeRunner({"s a 0": Answer(act=first)})
    script = "parallel for x in <<many[:100]>>\naws s a <<x>>\naws s b <<x>>\nend\n"
    most = 10 + 2
    ended = 0
    for each in news(script, runner, terms=Terms(jobs=2)):
        ended += isinstance(each, Ended)
        if ended == 10 and not first.opened.is_set():
            assert len(runner.commands) <= most
            first.opened.set()
    assert ended == 200


def test_defaults_in_a_block_hold_for_what_comes_after_them() -> None:
    runner = FakeRunner()
    script = "parallel\naws a\ndefaults --region eu-west-1\naws b\nend\naws c\n"
    list(news(script, runner))
    assert sorted(runner.commands) == ["a", "b --region eu-west-1", "c"]


@pytest.mark.parametrize("halt", Halt)
def test_the_first_failure_halts_the_run(halt: Halt) -> None:
    gate = Gate()
    runner = FakeRunner({"s a 0": Answer(act=gate), "s a 1": fails()})
    script = "parallel for x in <<many>>\naws s a <<x>>\nend\naws b\nfinally\naws z\nend\n"
    events = []
    for each in news(script, runner, terms=Terms(jobs=2), run_end=RunEnd(halt=halt)):
        events.append(each)
        if isinstance(each, Ended) and each.status is Status.FAILED and halt is Halt.SOON:
            gate.opened.set()
    statuses = {" ".join(end.argv): end.status.value for end in ends(list(happening(iter(events))))}
    gate.opened.set()
    assert statuses["aws s a 0"] == ("ok" if halt is Halt.SOON else "abandoned")
    assert statuses["aws z"] == "ok"
    assert "aws b" not in statuses
    assert len(statuses) < 50
    assert bool(runner.abandoned) == (halt is Halt.NOW)
    assert all_have_ended(events)


def test_after_a_request_nothing_new_starts_and_finally_runs() -> None:
    gates = [Gate() for _ in range(8)]
    runner = FakeRunner({f"s a {x}": Answer(act=gates[x]) for x in range(8)})
    script = "parallel for x in <<many>>\naws s a <<x>>\naws b\nend\naws c\nfinally\naws z\nend\n"
    run_end = RunEnd()
    events = []
    for each in news(script, runner, run_end=run_end, terms=Terms(jobs=8)):
        events.append(each)
        if len(started(events)) == 8 and not run_end.requested:
            assert run_end.phase is Phase.BESIDE
            interrupt(run_end)
            for gate in gates:
                gate.opened.set()
    assert sorted(runner.commands) == [*(f"s a {x}" for x in range(8)), "z"]
    assert all_have_ended(events)
    assert run_end.phase is None


def test_a_second_request_abandons_what_is_in_flight_and_finally_runs() -> None:
    gates = [Gate() for _ in range(8)]
    runner = FakeRunner({f"s a {x}": Answer(act=gates[x], stdout=b"late") for x in range(8)})
    script = "parallel for x in <<many>>\naws s a <<x>>\nend\n"
    script += "finally\nparallel\naws y\naws z\nend\nend\n"
    run_end = RunEnd()
    events = []
    for each in news(script, runner, run_end=run_end, terms=Terms(jobs=8)):
        events.append(each)
        if len(started(events)) == 8 and not run_end.requested:
            interrupt(run_end)
            interrupt(run_end)
    ended = ends(list(happening(iter(events))))
    assert [end.status.value for end in ended] == [*["abandoned"] * 8, "ok", "ok"]
    assert [end.exit_status for end in ended[:8]] == [None] * 8
    assert runner.abandoned == 8
    assert shown(events)[:8] == [f"aws s a {x}" for x in range(8)]
    for gate in gates:
        gate.opened.set()


def test_an_abandoned_command_that_writes_to_a_file_ends_by_itself(tmp_path: Path) -> None:
    gate, written = Gate(), threading.Event()

    class Writing(FakeRunner):
        def run(self, words: Sequence[Word], *, stdout: Sink, **options: Any) -> Outcome:
            outcome = super().run(words, stdout=stdout, **options)
            if text(words) == "a":
                stdout.write(b"late")
                written.set()
            return outcome

    runner = Writing({"a": Answer(act=gate)})
    script = f"parallel\naws a > {tmp_path}/f\nend\nfinally\naws z\nend\n"
    run_end = RunEnd()
    for each in news(script, runner, run_end=run_end):
        if isinstance(each, Started) and not run_end.requested:
            gate.entered.wait()
            interrupt(run_end)
            interrupt(run_end)
        if isinstance(each, Started) and each.argv == ("aws", "z"):
            gate.opened.set()
            written.wait()
    assert runner.commands == ["a", "z"]
    assert (tmp_path / "f").read_bytes() == b""


def test_a_command_given_up_before_it_began_does_nothing() -> None:
    begin, given_up = threading.Event(), threading.Event()

    class Late(FakeRunner):
        def run(self, words: Sequence[Word], **options: Any) -> Outcome:
            if text(words) == "a":
                begin.set()
                given_up.wait()
            return super().run(words, **options)

    runner, run_end = Late(), RunEnd()
    script = "parallel\naws a\nend\nfinally\naws z\nend\n"
    for each in news(script, runner, run_end=run_end):
        if isinstance(each, Started) and not run_end.requested:
            begin.wait()
            interrupt(run_end)
            interrupt(run_end)
        if isinstance(each, Ended):
            given_up.set()
    assert runner.commands == ["z"]


@pytest.mark.parametrize("halt", Halt)
def test_a_failure_in_finally_ends_nothing_of_it(halt: Halt) -> None:
    gate = Gate()
    runner = FakeRunner({"s del 1": Answer(act=gate), "s del 2": fails()})
    script = "aws a\nfinally\nparallel for x in 1 2 3\naws s del <<x>>\nend\nend\n"
    states = {}
    for each in news(script, runner, terms=Terms(jobs=2), run_end=RunEnd(halt=halt)):
        if isinstance(each, Ended):
            states[" ".join(each.argv)] = each.status.value
            gate.opened.set() if len(states) > 1 else None
    assert states == {
        "aws a": "ok",
        "aws s del 1": "ok",
        "aws s del 2": "failed",
        "aws s del 3": "ok",
    }


def test_finally_sees_what_was_made_beside_what_was_not() -> None:
    script = (
        "aws a\nbad = aws s fail\nparallel\n"
        "for x in 1 2\nown[] = aws s make <<x>>\nend\n"
        "for x in <<bad>>\nown[] = aws s make <<x>>\nend\nend\n"
        "finally\nprint <<to_string(own)>>\nend\n"
    )
    for jobs in (1, 4):
        runner = FakeRunner({"s fail": fails(), "s make 1": gives(1), "s make 2": gives(2)})
        assert shown(list(news(script, runner, terms=Terms(jobs=jobs))))[-1] == "[1,2]"


def test_what_is_printed_is_handed_over_before_all_of_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting_output, "MOST_WAITING", 100)
    script = "parallel\nfor x in <<many[:5000]>>\nprint <<x>>\nend\naws a\nend\n"
    lines = []
    for each in news(script, FakeRunner(), terms=Terms(jobs=2)):
        if isinstance(each, Shown):
            lines.append(each.event)
        assert isinstance(each, Shown) or not isinstance(each, Ended) or lines
    assert len(lines) == 5001


def test_where_no_more_threads_can_be_had_fewer_do(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, start = [], threading.Thread.start

    def limited(thread: threading.Thread) -> None:
        begun.append(thread)
        if len(begun) > 2:
            raise RuntimeError
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", limited)
    events = list(news("parallel for x in <<many[:20]>>\naws s a <<x>>\nend\n", FakeRunner()))
    assert len(done(events)) == 20


def test_a_request_ends_waits_between_attempts() -> None:
    runner = FakeRunner({"a": fails("Throttling", passing=True)})
    script = "parallel\n@retry=100 aws a\nend\n"
    run_end = RunEnd()
    for each in news(script, runner, run_end=run_end):
        if isinstance(each, Retrying):
            interrupt(run_end)
    assert len(runner.commands) <= 2


def test_a_command_is_tried_again_beside_others() -> None:
    runner = FakeRunner({"a": [fails("Throttling", passing=True), Answer(stdout=b"x")]})
    events = list(news("parallel\n@retry=1 aws a\naws b\nend\n", runner, jitter=1.0))
    (end,) = [e for e in events if isinstance(e, Ended) and e.argv == ("aws", "a")]
    assert (end.status, end.attempts) == (Status.OK, 2)


def test_a_bug_in_a_thread_is_raised_where_the_events_are_taken() -> None:
    with pytest.raises(ZeroDivisionError):
        list(news("parallel\naws a\nend\n", FakeRunner({"a": raises(ZeroDivisionError())})))


def test_who_takes_no_more_events_stops_the_run() -> None:
    runner = FakeRunner()
    events = news("parallel for x in <<many>>\naws s a <<x>>\nend\n", runner)
    assert any(isinstance(each, Ended) for each in events)
    close: Callable[[], None] = events.close  # type: ignore[attr-defined]
    close()
    assert len(runner.commands) < 100_000
    for thread in threading.enumerate():
        if thread.name == "awsbatch-worker":
            thread.join()


def test_a_fault_in_a_round_is_told_in_its_turn() -> None:
    script = "parallel for x in <<[`1`, `null`, `3`]>>\naws s a <<x>>\nend\n"
    events = list(news(script, FakeRunner()))
    assert shown(events) == ["aws s a 1", "aws s a <<x>>", "aws s a 3"]


def test_a_round_of_a_while_waits_without_keeping_others() -> None:
    runner, run_end = FakeRunner({"ask": gives([1])}), RunEnd()
    script = "parallel\n@every=1h while x = aws ask\naws a\nend\naws b\nend\n"
    events = []
    for each in news(script, runner, run_end=run_end):
        events.append(each)
        if len(done(events)) == 3:
            interrupt(run_end)
    assert sorted(done(events)) == ["aws a", "aws ask", "aws b"]


# ----- streams whose statements are independent


class Source:
    """A stream that comes when it is let come."""

    def __init__(self) -> None:
        self.look: Callable[[], None] = lambda: None
        self.items: list[Statement | ScriptError | AwsbatchError] = []
        self.has_ended = False

    def listen(self, look: Callable[[], None]) -> None:
        self.look = look

    def send(self, text: str) -> None:
        self.items += read(text.splitlines(keepends=True), "-")
        self.look()

    def end(self) -> None:
        self.has_ended = True
        self.look()

    def __iter__(self) -> "Source":
        return self

    def __next__(self) -> Statement | ScriptError | None:
        if not self.items:
            if self.has_ended:
                raise StopIteration
            return None
        item = self.items.pop(0)
        if isinstance(item, AwsbatchError) and not isinstance(item, ScriptError):
            raise item
        return item


def streaming(
    source: Source, runner: FakeRunner, *, run_end: RunEnd | None = None, errexit: bool = False
) -> Iterator[News]:
    terms = Terms(jobs=4, parallel=True, errexit=errexit)
    engine = Engine(runner, FakeOutput(), outermost(), terms, run_end=run_end)
    return engine.stream_beside(source, source.listen)


def test_each_statement_of_a_stream_starts_when_it_comes() -> None:
    source, runner = Source(), FakeRunner()
    source.send("aws a\n")
    events = []
    for each in streaming(source, runner):
        events.append(each)
        if isinstance(each, Shown) and each.event.place is not None:
            if each.event.place.line == 1 and len(runner.commands) == 1:
                source.send("aws b\nfinally\naws z\nend\n")
            elif len(runner.commands) == 2:
                source.end()
    assert done(events) == ["aws a", "aws b", "aws z"]


def test_a_request_ends_a_stream_that_does_not_come() -> None:
    source, runner, run_end = Source(), FakeRunner(), RunEnd()
    source.send("aws a\n")
    for each in streaming(source, runner, run_end=run_end):
        if isinstance(each, Shown):
            interrupt(run_end)
    assert runner.commands == ["a"]


def test_a_stream_that_cannot_be_read_loses_nothing_of_what_is_in_flight() -> None:
    source, gate = Source(), Gate()
    source.send("aws a\n")
    source.items.append(AwsbatchError("cannot read standard input: no"))
    events: list[News] = []

    def take() -> None:
        for each in streaming(source, FakeRunner({"a": Answer(act=gate)})):
            events.append(each)
            gate.opened.set()

    with pytest.raises(AwsbatchError, match="cannot read"):
        take()
    assert done(events) == ["aws a"]


def test_a_fault_in_a_stream_is_one_failure() -> None:
    source, runner = Source(), FakeRunner()
    source.send("aws a\naws 'b\n")
    source.end()
    events = list(streaming(source, runner))
    assert sorted(end.status.value for end in ends(list(happening(iter(events))))) == [
        "failed",
        "ok",
    ]


def test_with_errexit_a_stream_ends_at_its_first_failure() -> None:
    source, runner = Source(), FakeRunner({"a": fails()})
    source.send("aws a\n")
    list(streaming(source, runner, errexit=True))
    assert runner.commands == ["a"]


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_stream_gathers_the_lists_of_its_loops(jobs: int) -> None:
    script = "for x in 1 2\nall[] = <<x>>\nend\naws a\nfinally\nprint <<to_string(all)>>\nend\n"
    source = Source()
    source.send(script)
    source.end()
    engine = Engine(FakeRunner(), FakeOutput(), outermost(), Terms(jobs=jobs, parallel=True))
    if jobs > 1:
        events = engine.stream_beside(source, source.listen)
    else:
        events = engine.stream(read(script.splitlines(keepends=True), "-"))
    assert shown(list(events))[-1] == '["1","2"]'


# ----- the same at every width

_LEAVES = ["aws s c", "aws s f", "all[] = aws s g", "aws s c <<v>>", "print p <<v>>"]
_HEADS = ["parallel", "parallel for v in 1 2 3", "for v in 1 2", "if <<`true`>>"]


def _block(parts: tuple[str, list[list[str]]]) -> list[str]:
    head, bodies = parts
    return [head, *(line for body in bodies for line in body), "end"]


_SCRIPTS = st.recursive(
    st.sampled_from(_LEAVES).map(lambda line: [line]),
    lambda inner: st.tuples(st.sampled_from(_HEADS), st.lists(inner, min_size=1, max_size=3)).map(
        _block
    ),
    max_leaves=12,
)


class Repeating(FakeRunner):
    """Gives each command's words as its result, and fails where they begin so."""

    def run(self, words: Sequence[Word], **options: Any) -> Outcome:
        super().run(words, **options)
        command = text(words)
        return fails().outcome if command.startswith("s f") else Outcome(0, command)


@settings(max_examples=60)
@given(_SCRIPTS)
def test_a_script_means_the_same_at_every_width(lines: list[str]) -> None:
    """What is shown, in which order, and what a list holds."""
    script = "\n".join(["parallel", *lines, "print q", "end", ""])
    assert _whole(script, jobs=1) == _whole(script, jobs=2) == _whole(script, jobs=5)


def _whole(script: str, jobs: int) -> tuple[list[str], str]:
    scope = outermost({"v": "0"})
    engine = Engine(Repeating(), FakeOutput(), scope, Terms(jobs=jobs))
    events = list(engine.run(parse(f"{script}print <<to_string(all)>>\n", "1.aws")))
    assert all_have_ended(events)
    return shown(events)[:-1], shown(events)[-1]


def test_ended_commands_are_numbered_as_they_start() -> None:
    events = list(news("parallel for x in <<many[:40]>>\naws s a <<x>>\nend\n", FakeRunner()))
    numbers = [event.seq for event in events if isinstance(event, Started)]
    assert all(later - earlier == 1 for earlier, later in pairwise(numbers))
