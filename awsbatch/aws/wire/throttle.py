"""Throttles, which slow all commands when the service they call refuses one for coming too fast.

botocore retries every command by itself: side by side, they go on asking a
service that refuses them until some have used up their attempts and are lost.
Here, what one learns holds for all of one service, region, account and
endpoint, and a command that is refused waits for its turn, however often.

botocore's own adaptive mode learns a pace for one client, and clients are not
shared here: with one for each thread it loses lines, as it counts attempts as
ever. Throttles lose none, at nearly all that is allowed; `benchmarks/throttle.py`
compares them. How many commands run at once is left alone: a width of whole
numbers is too coarse for a service that allows fewer than one at a time.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from botocore.retries.standard import ThrottledRetryableChecker

from awsbatch.aws import invocation as attempt
from awsbatch.contract.cancellation import Cancellation
from awsbatch.record import record

_Clock: TypeAlias = Callable[[], float]

# A lasting lack (of log groups, say), or another change under way on the same
# item: slower requests would change nothing, so these stay botocore's.
_NOT_OF_PACE = frozenset(
    {"LimitExceededException", "PriorRequestNotComplete", "TransactionInProgressException"}
)
# The same in errors that services answer with the status that is meant for pace.
_LASTING = re.compile(
    "(?!CallRate).*(LimitExceeded|QuotaExceeded|ResourcesLimit|PriorRequestNotComplete"
    "|TooManySubscriptions|TooManyLabels).*"
)
_CODES = (
    frozenset(ThrottledRetryableChecker._THROTTLED_ERROR_CODES)  # noqa: SLF001 (there is no other list)
    - _NOT_OF_PACE
)
_TOO_MANY_REQUESTS = 429

# Above what the control planes of AWS allow, and soon cut down from there.
_FIRST_PACE = 200.0
# More than one process can send.
_MOST_PACE = 1000.0
# Slower than that, a refusal tells of others who use up what is allowed.
_LEAST_PACE = 10.0
_SLOWING = 0.8
_QUICKENING = 1.01
_DOUBLING_SECONDS = 10.0
_FORGETTING_SECONDS = 60.0
_PATIENCE_SECONDS = 300.0

_ENTERED = "awsbatch-entered"
_REFUSED = "awsbatch-refused"
# Of a request that was sent when there was no throttle.
_BEFORE = float("-inf")


class Throttle:
    """The pace at which requests go to one service, in one region and account.

    A refusal makes it a fifth slower, and a request that gets through a
    hundredth faster: so about one in twenty is refused, and all that is
    allowed gets through. Where others share what is allowed, and fewer than
    that are refused whatever the pace, nothing is held back for long; and it
    never gets slower than ten requests a second. Every ten seconds without a
    refusal make it twice as fast.
    """

    def __init__(self, clock: _Clock) -> None:
        self._clock = clock
        # Held by whoever waits for the next turn, so that the others queue up behind.
        self._turn = threading.Lock()
        # It guards what the pace is made of; never held while anybody waits.
        self._lock = threading.Lock()
        self._slowest = _FIRST_PACE
        self._slowed = self._passed = clock()
        self._next = self._slowed + 1 / _FIRST_PACE

    @property
    def pace(self) -> float:
        """Requests a second."""
        doublings = (self._clock() - self._slowed) / _DOUBLING_SECONDS
        return float(min(self._slowest * 2**doublings, _MOST_PACE))

    @property
    def is_forgotten(self) -> bool:
        """Whether the last refusal is so long ago that nothing holds requests back."""
        return self._clock() - self._slowed > _FORGETTING_SECONDS

    @property
    def is_hopeless(self) -> bool:
        """Whether nothing got through for so long that waiting is of no use."""
        return self._clock() - self._passed > _PATIENCE_SECONDS

    def enter(self, cancellation: Cancellation) -> float:
        """Wait for a turn, and return the time of entry.

        A command that is abandoned waits no longer, and takes nobody's turn.
        """
        with self._turn:
            seconds = self._next - self._clock()
            if seconds > 0 and not self.is_hopeless:
                cancellation.wait(seconds)
            entered = self._clock()
            if cancellation.is_abandoned:
                return entered
            self._next = entered + 1 / self.pace
        return entered

    def refuse(self, entered: float) -> None:
        """Slow down, for a request that entered then.

        One that entered before the throttle was last slowed tells nothing new.
        """
        with self._lock:
            if entered >= self._slowed:
                self._slowest = max(self.pace * _SLOWING, _LEAST_PACE)
                self._slowed = self._clock()

    def let_through(self, entered: float) -> None:
        """Go faster, for a request that entered then and got an answer, whatever it says."""
        with self._lock:
            self._passed = self._clock()
            if entered >= self._slowed:
                self._slowest = min(self._slowest * _QUICKENING, _MOST_PACE)


class Throttles:
    """The throttles of one process; there are none until a service refuses a request."""

    def __init__(self, *, clock: _Clock = time.monotonic) -> None:
        self._clock = clock
        self.refusals = 0
        """How many requests services have refused for coming too fast."""
        # It guards the count and the table, not the throttles in it.
        self._lock = threading.Lock()
        self._throttles: dict[Hashable, Throttle] = {}

    def __bool__(self) -> bool:
        return bool(self._throttles)

    def register(self, session: Any) -> None:
        """Send what this session's clients, made from now on, request through the throttles."""
        hook = _Hook(self, session)
        # With wildcards, they are called before the handlers of any service:
        # the wait is over before the signature, which expires, is made, and
        # the answer goes before botocore's, which sleeps uninterrupted.
        session.register("request-created.*.*", hook.enter)
        session.register("needs-retry.*.*", hook.retry)

    def count_refusal(self) -> None:
        """Count a request that was refused."""
        with self._lock:
            self.refusals += 1

    def is_long(self, context: dict[str, Any]) -> bool:
        """Return whether a request has only been refused for longer than there is hope."""
        now = self._clock()
        since: float = context.setdefault(_REFUSED, now)
        return now - since > _PATIENCE_SECONDS

    def find(self, key: Hashable) -> Throttle | None:
        """Return the throttle that requests of this key go through, if any."""
        with self._lock:
            throttle = self._throttles.get(key)
            if throttle is not None and throttle.is_forgotten:
                del self._throttles[key]
                return None
            return throttle

    def refuse(self, key: Hashable, entered: float) -> Throttle:
        """Slow down the requests of this key, for one that entered then; return their throttle."""
        throttle = self.find(key)
        if throttle is None:
            with self._lock:
                return self._throttles.setdefault(key, Throttle(self._clock))
        throttle.refuse(entered)
        return throttle


@record
class _Hook:
    """The handlers of one session's events."""

    throttles: Throttles
    session: Any

    def enter(self, request: Any, event_name: str, **_: Any) -> None:
        """Wait for a turn; a handler of `request-created`, which comes before each attempt."""
        if not self.throttles:
            return
        throttle = self.throttles.find(self._key(event_name, request.url, request.context))
        if throttle is not None:
            request.context[_ENTERED] = throttle.enter(_cancellation())

    def retry(
        self,
        response: tuple[Any, Mapping[str, Any]] | None,
        request_dict: dict[str, Any],
        event_name: str,
        **_: Any,
    ) -> float | None:
        """Learn from an answer; a handler of `needs-retry`, which comes after each attempt.

        Return the seconds to sleep before another attempt, or None where
        botocore is to tell.
        """
        refused = response is not None and _is_refusal(*response)
        if response is None or not (refused or self.throttles):
            return None
        context = request_dict["context"]
        key = self._key(event_name, request_dict["url"], context)
        if refused:
            self.throttles.count_refusal()
            return self._refused(key, context)
        throttle = self.throttles.find(key)
        if throttle is not None:
            throttle.let_through(context.get(_ENTERED, _BEFORE))
        return None

    def _refused(self, key: Hashable, context: dict[str, Any]) -> float | None:
        told = self._is_set("max_attempts") or self._is_set("retry_mode")
        # Who asks for adaptive retries wants the pace learnt, and attempts counted.
        if told and self.session.get_config_variable("retry_mode") != "adaptive":
            return None
        throttle = self.throttles.refuse(key, context.get(_ENTERED, _BEFORE))
        if (
            told
            or _cancellation().is_ending()
            or throttle.is_hopeless
            or self.throttles.is_long(context)
        ):
            return None
        return 0.0

    def _is_set(self, name: str) -> bool:
        """Return whether the environment or the profile sets a variable itself."""
        option, variable, *_ = self.session.session_var_map[name]
        return variable in os.environ or option in self.session.get_scoped_config()

    def _key(self, event_name: str, url: str, context: Mapping[str, Any]) -> Hashable:
        _, service, _ = event_name.split(".", 2)
        # The rest of what tells whose credentials are used stays in one process.
        profile = self.session.get_config_variable("profile")
        return service, context["client_region"], profile, urlsplit(url).netloc


def _cancellation() -> Cancellation:
    """Return that of the command of this context; a new one where there is none."""
    made = attempt.current.get()
    return Cancellation() if made is None else made.cancellation


def _is_refusal(http_response: Any, parsed: Mapping[str, Any]) -> bool:
    error = parsed.get("Error")
    code = error.get("Code") if isinstance(error, dict) else None
    if http_response.status_code != _TOO_MANY_REQUESTS:
        return code in _CODES
    return code in _CODES or not _LASTING.fullmatch(str(code))
