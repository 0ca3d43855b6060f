"""One call of `aws`: what it is given, what it has done so far, and whether it may go on.

A session serves one call at a time, but credentials are fetched once for all
and `aws s3` sends and prints from threads of its own. So the call that
something is done for is found by the context, which threads inherit. What an
invocation holds does not know of it; whoever looks it up does.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from awsbatch.aws.clearance import Clearance
from awsbatch.aws.placeholder_value import PlaceholderValues
from awsbatch.aws.traffic import Traffic
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Refusal, Request
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.signer import Signer
from awsbatch.contract.word import Word
from awsbatch.output.memory import Memory
from awsbatch.output.sink import Sink
from awsbatch.output.text_stream import TextStreams

if TYPE_CHECKING:
    from io import IOBase

    from awsbatch.aws.examination import Examination


_NOTHING_MORE = "the command is to send nothing more"


class Abandoned(BaseException):
    """The command is to end here; in its own thread nothing of the CLI's holds it up."""

    def __init__(self) -> None:
        super().__init__(_NOTHING_MORE)


class AbandonedError(Exception):
    """The same in another thread, whose pool would wait forever for what is no `Exception`."""

    def __init__(self) -> None:
        super().__init__(_NOTHING_MORE)


class Invocation:
    """One call of `aws`, from the thread that makes it."""

    options: Any = None
    """Its global options, once they are parsed."""
    has_sent = False
    """Whether it sent a request of its own, and not only for the credentials of its profile."""
    hindrance: Exception | None = None
    """Why nobody signs for it, or why its configuration cannot be used."""
    refusal: Refusal | None = None
    """Why it is to send nothing more, where a guard says so."""
    is_silent = False
    """Whether what it says is not to be heard: where it ends the run, that is said better."""

    def __init__(  # noqa: PLR0913, PLR0915 (all that one call is given and keeps)
        self,
        words: Sequence[Word],
        *,
        stdout: Sink,
        stderr: Sink,
        cancellation: Cancellation,
        traffic: Traffic,
        edit_stderr: Callable[[str], str] = str,
        capture: bool = False,
        keeps_value: bool = False,
        keeps_request_id: bool = False,
        live: bool = False,
        without_input: bool = False,
        tokens: IdempotencyTokens | None = None,
        signer: Signer | None = None,
        clearance: Clearance | None = None,
    ) -> None:
        """Prepare a call.

        `capture` keeps its result from `stdout`; `keeps_value` keeps its
        parsed response as well, `keeps_request_id` the id of its last request.
        `live` says whether it has the terminal to
        itself, `without_input` that standard input is somebody else's.
        """
        self.words = words
        self.values = PlaceholderValues()
        self.args = self.values.encode(words)
        """The words after `aws` as the CLI's parsers may see them."""
        self.cancellation = cancellation
        self.captures = capture
        self.keeps_value = capture or keeps_value
        self.is_live = live and not capture
        self.is_by_itself = live
        """Whether it is to run beside no other."""
        self.without_input = without_input
        self.tokens = tokens
        """What idempotency tokens are taken from, if anything."""
        self.signer = signer
        """Who signs its requests instead of its profile."""
        self.clearance = clearance
        """Whether its requests may be sent, where there is a guard."""
        self.sessions: Callable[[str | None, Signer | None], Any] | None = None
        """Makes a session for a profile and whoever signs instead, as its own session was made."""
        self.session: Any = None
        """The session that it ran on, once it has ended."""
        self.used: Sequence[Any] = ()
        """What that session returned when it settled."""
        self._memory = Memory() if capture else None
        self.stdout = self._memory or stdout
        self.stderr = stderr
        self._edit_stderr = edit_stderr
        self.streams = TextStreams(self.stdout, stderr, self.edited)
        self.traffic = traffic
        self._thread = threading.get_ident()

        self.requests = 0
        """How many were sent, retries included."""
        self.calls = 0
        """How many API calls were made, whatever the number of their requests."""
        self.refusals: list[Any] = []
        """The answers that were errors."""
        self.unanswered: list[Exception] = []
        """Why requests had no answer, up to the last call that had one."""
        self.keeps_request_id = keeps_request_id
        self.request_id: str | None = None
        """That of the last answer, if it is kept."""
        self.examination: Examination | None = None
        """Looks at the answers of an operation that may have something to look for."""
        self.regions: dict[str, str] = {}
        """Where S3 said that buckets are."""
        self.agents: dict[object, str] = {}
        """What clients of other commands add to their user agent for this one."""
        self.quotas: dict[object, Any] = {}
        """What is left of its retry quotas, by those of the clients that it has retried with."""
        self.files: list[IOBase] = []
        """Files that it uploads, which the CLI leaves open for its process's end."""
        self.warned: set[object] = set()
        """Python's warnings that it has shown."""
        self.error: BaseException | None = None
        """The exception that ended it, which the CLI may have swallowed."""
        self.said = ""
        """What it wrote last on standard error."""
        self._is_formatted = False
        self._value: Any = None

    @property
    def is_of_this_thread(self) -> bool:
        """Whether the thread that asks is the one that makes the call."""
        return self._thread == threading.get_ident()

    @property
    def is_retried(self) -> bool:
        """Whether any API call took more than one request."""
        return self.requests != self.calls

    @property
    def value(self) -> Any:
        """The result: data where the CLI formatted any, else the text that was printed."""
        if self._memory is not None and not self._is_formatted:
            return self._memory.text()
        return self._value

    def keep_value(self, value: Any) -> None:
        """Take the data that the CLI formats, as the result."""
        self._is_formatted = True
        self._value = value

    def check(self) -> None:
        """Raise `Abandoned`, or `AbandonedError`, where the command is to do nothing more."""
        if self.cancellation.is_abandoned or self.refusal is not None:
            raise Abandoned if self.is_of_this_thread else AbandonedError

    def count_request(self, request: Request | None = None) -> None:
        """Count a request about to be sent; raise as `check` does.

        Of one that serves the command itself, and not only to get credentials,
        the guard is told what it is.
        """
        with self.cancellation.holding:
            self.check()
            if request is not None:
                self.ask(request)
            self.requests += 1
            self.traffic.count_request()

    def ask(self, request: Request) -> None:
        """Have the guard, if there is one, answer to a request; raise as `check` does.

        While the command's `Cancellation.holding` is held, unless none of its requests was sent.
        """
        if self.clearance is not None:
            self.refusal = self.clearance.refusal(request)
            self.check()

    def refuse(self, refusal: Refusal) -> None:
        """Raise as `check` does, since no guard could see what the command sends."""
        self.refusal = refusal
        self.check()

    def count_call(self) -> None:
        """Count an API call about to be made."""
        # It guards the number: `aws s3` makes calls from ten threads.
        with self.cancellation.holding:
            self.calls += 1

    def hinder(self, error: Exception) -> None:
        """Take note of what keeps it, and others like it, from sending anything."""
        self.hindrance = error

    def finish(self) -> None:
        """Close its files and hand on what it wrote; raise what its standard output's sink did."""
        for file in self.files:
            file.close()
        self.streams.finish()

    def edited(self, text: str) -> str:
        """Return what is written on standard error of a text."""
        edited = self.values.restore(self._edit_stderr(text))
        # Of a command that a guard stopped, `s3` says so in each thread.
        if _NOTHING_MORE in edited:
            return ""
        self.said = edited or self.said
        return "" if self.is_silent else edited


_current: ContextVar[Invocation | None] = ContextVar("current", default=None)

current = _current.get
"""Return the call that all in this context is done for, and by threads started in it."""

enter = _current.set
"""Have all that is done in this context from now on done for a call."""


def hinder(error: Exception) -> None:
    """Note with the call under way what keeps it, and others like it, from sending anything."""
    if (invocation := current()) is not None:
        invocation.hinder(error)


@contextmanager
def hindering() -> Iterator[None]:
    """Note an exception of this block as `hinder` does, and raise it."""
    try:
        yield
    except Exception as error:
        hinder(error)
        raise
