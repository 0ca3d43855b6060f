"""A run that needs no AWS: its commands answer from a table."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.first_signing import FirstSigning
from awsbatch.contract.guard import Errand
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.journal import Journal
from awsbatch.contract.mask import Masked
from awsbatch.contract.outcome import Ending, Failure, Outcome
from awsbatch.contract.plan import Target
from awsbatch.contract.signer import Role, Signer
from awsbatch.contract.word import Data, HoledWord, Word, text_of
from awsbatch.engine.engine import Engine, Terms
from awsbatch.engine.run_end import RunEnd
from awsbatch.engine.scope import Scope
from awsbatch.event import (
    Ended,
    Event,
    Known,
    News,
    Printed,
    Shown,
    Telling,
)
from awsbatch.expression.functions import Functions
from awsbatch.language.input_value import InputValue
from awsbatch.language.parser import parse
from awsbatch.output.memory import Memory
from awsbatch.output.sink import Sink
from awsbatch.redaction.stars import MASK
from tests.contract.option_table import OPTIONS

NOW = 1_780_000_000.0
SECRET = ("--password", "--value")
"""Options whose values are secret."""
EFFECTS = {
    "get": Effect.READS,
    "assume": Effect.CREDENTIALS,
    "take": Effect.TAKES,
    "configure": Effect.LOCAL_WRITES,
    "ec2 wait": Effect.READS,
}
"""What commands do that begin so."""
TOKEN = "create"
"""What takes an idempotency token begins so."""


@dataclass(frozen=True)
class Answer:
    """What a command does."""

    outcome: Outcome = field(default_factory=lambda: Outcome(0))
    stdout: bytes = b""
    stderr: bytes = b""
    act: Callable[[], None] = lambda: None


def gives(value: Any) -> Answer:
    return Answer(Outcome(0, value=value))


def fails(code: str = "AccessDenied", exit_status: int = 254, *, passing: bool = False) -> Answer:
    return Answer(Outcome(exit_status, failure=Failure(code, "no", passing=passing)))


def raises(error: BaseException) -> Answer:
    def act() -> None:
        raise error

    return Answer(act=act)


class FakeRunner:
    """Answers by a command's text; what it was not told of succeeds and prints nothing.

    Of several answers each is given once, but for the last.
    """

    def __init__(self, answers: Mapping[str, Answer | Sequence[Answer]] | None = None) -> None:
        self._answers = {
            command: [given] if isinstance(given, Answer) else list(given)
            for command, given in (answers or {}).items()
        }
        self.signing = FirstSigning(is_over=True)
        self.words: list[list[Word]] = []
        self.live: list[bool] = []
        self.tokens: list[IdempotencyTokens | None] = []
        self.cancellations: list[Cancellation] = []
        self.asked: list[str] = []
        """The commands whose effect was asked for."""
        self.signers: list[Signer | None] = []
        self.errands: list[Errand | None] = []
        self.assumed: list[Role] = []
        self.looks = 0
        """How often credentials were to be looked for again."""
        self.asked_for_token: list[str] = []
        """The commands of which it was asked whether they take one."""
        self.sought: list[tuple[str, Signer | None]] = []
        """The commands whose target was asked for, each with its signer."""

    @property
    def commands(self) -> list[str]:
        return [text(words) for words in self.words]

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
        self.cancellations.append(cancellation)
        if cancellation.is_abandoned:
            return Outcome(130, ending=Ending.ABANDONED)
        self.tokens.append(tokens)
        self.words.append(list(words))
        self.live.append(live)
        self.signers.append(signer)
        self.errands.append(errand)
        answer = self._answer(text(words))
        answer.act()
        stderr.write(answer.stderr)
        if not capture:
            stdout.write(answer.stdout)
        return answer.outcome

    def look_again(self) -> None:
        self.looks += 1

    @property
    def circumstances(self) -> object:
        return self.looks

    def effect(self, words: Sequence[Word]) -> Effect:
        self.asked.append(text(words))
        return next(
            (effect for first, effect in EFFECTS.items() if text(words).startswith(first)),
            Effect.CHANGES,
        )

    def masked(self, words: Sequence[Word]) -> Masked:
        """Mask the values of `--password`, and those of `--value`, which may stand elsewhere."""
        shown = list(map(text_of, words))
        found = [(at, word) for at, word in enumerate(shown[:-1], 1) if word in SECRET]
        for at, _ in found:
            shown[at] = MASK
        secrets = [(option, text_of(words[at])) for at, option in found]
        sure = tuple(value for option, value in secrets if option == "--password")
        return Masked(tuple(shown), tuple(value for _, value in secrets), sure)

    def assume(self, role: Role, *, cancellation: Cancellation) -> Outcome:
        """Answer as to `assume ARN`."""
        self.cancellations.append(cancellation)
        self.assumed.append(role)
        answer = self._answer(f"assume {role.arn}")
        answer.act()
        return answer.outcome

    @property
    def signed(self) -> list[tuple[str, str | None]]:
        """The text of each command, and who signs it."""
        names = [None if signer is None else signer.name for signer in self.signers]
        return list(zip(self.commands, names, strict=True))

    def target(
        self,
        words: Sequence[Word],
        *,
        signer: Signer | None,
        cancellation: Cancellation,
        knows: Callable[[str], bool] | None = None,
    ) -> Target:
        """Answer with the account and region that `--profile` and `--region` name."""
        del knows
        assert not cancellation.is_abandoned
        self.sought.append((text(words), signer))
        given = {option: text_of(value) for (option, *_), value in pairwise(words)}
        account = None if signer is None else signer.name
        return Target(account or given.get("--profile", "default"), given.get("--region"))

    def beside(self) -> AbstractContextManager[None]:
        return nullcontext()

    def takes_token(self, words: Sequence[Word]) -> bool | None:
        self.asked_for_token.append(text(words))
        return text(words).startswith(TOKEN)

    def takes_pairs(self, words: Sequence[HoledWord]) -> bool:
        return any(str(word[0]).startswith("--tags") for word in words)

    @property
    def abandoned(self) -> int:
        """How many of its commands were abandoned."""
        return sum(each.is_abandoned for each in self.cancellations)

    def _answer(self, command: str) -> Answer:
        left = self._answers.get(command, [Answer()])
        return left.pop(0) if len(left) > 1 else left[0]


class FakeOutput:
    """A terminal that remembers."""

    def __init__(self) -> None:
        self.stdout = Memory()
        self.stderr = Memory()

    def live(self) -> tuple[Sink, Sink]:
        return _Through(self.stdout), _Through(self.stderr)

    def show(self, event: Telling) -> None:
        if isinstance(event, Ended):
            stdout, stderr = kept(event)
            self.stdout.write(stdout or b"")
            self.stderr.write(stderr or b"")


class _Through:
    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def write(self, data: bytes, /) -> None:
        self._sink.write(data)

    def flush(self) -> None:
        self._sink.flush()

    def fileno(self) -> int | None:
        return None

    def lent(self) -> AbstractContextManager[None]:
        return self._sink.lent()


class Hurried(RunEnd):
    """A run that notes its pauses, and does not wait."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


def interrupt(run_end: RunEnd) -> None:
    """Do as the handler of a signal does."""
    if run_end.request():
        raise KeyboardInterrupt


def text(words: Sequence[Word]) -> str:
    return " ".join(
        "".join(piece.text if isinstance(piece, Data) else piece for piece in word)
        for word in words
    )


def outermost(
    names: Mapping[str, object] | None = None,
    args: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    given: Mapping[str, InputValue] | None = None,
) -> Scope:
    scope = Scope.outermost(given or {}, args=args, env=env or {}, functions=Functions(NOW))
    for name, value in (names or {}).items():
        scope.set(name, value)
    return scope


def start(
    *texts: str,
    runner: FakeRunner | None = None,
    scope: Scope | None = None,
    output: FakeOutput | None = None,
    run_end: RunEnd | None = None,
    terms: Terms | None = None,
    journal: Journal | None = None,
) -> Iterator[Event]:
    """Begin a run of one or more files, whose output nobody looks at unless asked for."""
    output = output or FakeOutput()
    scripts = [parse(text, f"{number}.aws") for number, text in enumerate(texts, start=1)]
    engine = Engine(
        runner or FakeRunner(),
        output,
        scope or outermost(),
        terms,
        options=OPTIONS,
        run_end=run_end or Hurried(),
        jitter=lambda: 0.0,
        journal=journal,
    )
    return happening(engine.run(*scripts), output)


def happening(news: Iterable[News], output: FakeOutput | None = None) -> Iterator[Event]:
    """Yield the events when they happen, and show on a terminal what is to be shown."""
    for each in news:
        if not isinstance(each, Shown):
            yield each
        elif output is not None:
            output.show(each.event)


def run(
    *texts: str,
    runner: FakeRunner | None = None,
    scope: Scope | None = None,
    output: FakeOutput | None = None,
    run_end: RunEnd | None = None,
    terms: Terms | None = None,
    journal: Journal | None = None,
) -> list[Event]:
    return list(
        start(
            *texts,
            runner=runner,
            scope=scope,
            output=output,
            run_end=run_end,
            terms=terms,
            journal=journal,
        )
    )


def kept(end: Ended) -> tuple[bytes | None, bytes | None]:
    """Return the output of a command that waits to be shown."""
    out, err = end.stdout, end.stderr
    return (None if out is None else out.drained()), (None if err is None else err.drained())


def ends(events: Sequence[Event]) -> list[Ended]:
    return [event for event in events if isinstance(event, Ended)]


def told(events: Sequence[Event]) -> list[tuple[int, str, str]]:
    """Return the line, status and text of each command's end."""
    return [(end.place.line, end.status.value, " ".join(end.argv)) for end in ends(events)]


def printed(events: Sequence[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Printed)]


def known(events: Sequence[Event]) -> int:
    return sum(event.commands for event in events if isinstance(event, Known))
