"""A plan that needs no AWS: what stays is planned, and the rest answers from a table."""

from collections.abc import Mapping, Sequence

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Errand
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.outcome import Ending, Outcome
from awsbatch.contract.plan import PlannedStep
from awsbatch.contract.signer import Signer, UnknownSigner
from awsbatch.contract.word import Word, is_unknown
from awsbatch.engine.engine import Engine, Terms
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.event import Ended, Event, Undecided
from awsbatch.language.parser import parse
from awsbatch.output.sink import Sink
from tests.contract.fake_runner import (
    Answer,
    FakeOutput,
    FakeRunner,
    Hurried,
    ends,
    happening,
    outermost,
    text,
)
from tests.contract.option_table import OPTIONS


class FakePlanner(FakeRunner):
    """Really runs what leaves nothing behind, and plans all else.

    `commands` are those that really ran, and `planned_words` those that it was asked for.
    """

    def __init__(self, answers: Mapping[str, Answer | Sequence[Answer]] | None = None) -> None:
        super().__init__(answers)
        self.planned_words: list[list[Word]] = []
        self.planned_signers: list[Signer | UnknownSigner | None] = []

    def run(  # noqa: PLR0913 (all that a command needs)
        self,
        words: Sequence[Word],
        *,
        stdout: Sink,
        stderr: Sink,
        cancellation: Cancellation,
        capture: bool = False,
        live: bool = True,
        tokens: IdempotencyTokens | None = None,
        signer: Signer | None = None,
        errand: Errand | None = None,
    ) -> Outcome:
        assert not any(map(is_unknown, words))
        if self.effect(words).stays:
            step = self._step(words, signer, cancellation)
            return Outcome(0, ending=Ending.PLANNED, step=step)
        return super().run(
            words,
            stdout=stdout,
            stderr=stderr,
            cancellation=cancellation,
            capture=capture,
            live=live,
            tokens=tokens,
            signer=signer,
            errand=errand,
        )

    def planned(
        self,
        words: Sequence[Word],
        *,
        signer: Signer | UnknownSigner | None,
        cancellation: Cancellation,
    ) -> PlannedStep:
        self.planned_words.append(list(words))
        self.planned_signers.append(signer)
        return self._step(words, signer, cancellation)

    def _step(
        self,
        words: Sequence[Word],
        signer: Signer | UnknownSigner | None,
        cancellation: Cancellation,
    ) -> PlannedStep:
        known = None if isinstance(signer, UnknownSigner) else signer
        target = self.target(words, signer=known, cancellation=cancellation)
        return PlannedStep(tuple(words), self.effect(words), target)


def plan(
    *texts: str,
    planner: FakePlanner | None = None,
    scope: Scope | None = None,
    output: FakeOutput | None = None,
    run_end: RunEnd | None = None,
    terms: Terms | None = None,
) -> list[Event]:
    """Plan one or more files."""
    output, planner = output or FakeOutput(), planner or FakePlanner()
    scripts = [parse(text, f"{number}.aws") for number, text in enumerate(texts, start=1)]
    engine = Engine(
        planner,
        output,
        scope or outermost(),
        terms,
        options=OPTIONS,
        run_end=run_end or Hurried(),
        jitter=lambda: 0.0,
        planner=planner,
    )
    return list(happening(engine.run(*scripts), output))


def lines(events: Sequence[Event]) -> list[str]:
    """Return what a plan tells: commands by line, status and text, and what it does not decide."""
    return [line for event in events for line in _lines(event)]


def _lines(event: Event) -> list[str]:
    match event:
        case Undecided(place, shown):
            return [f"{place.line} ? {shown}"]
        case Ended():
            mark = "*" if event.is_open else ""
            return [f"{event.place.line} {event.status.value}{mark} {' '.join(event.argv)}"]
        case _:
            return []


def files(events: Sequence[Event]) -> list[str]:
    """Return the files that planned commands would write their output to."""
    steps = [end.step for end in ends(events)]
    return [text([step.file]) for step in steps if step is not None and step.file is not None]
