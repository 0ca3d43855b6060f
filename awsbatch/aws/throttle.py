"""Gates that slow all commands when the service they call refuses one for coming too fast.

botocore retries every command by itself: side by side, they go on asking a
service that refuses them until some have used up their attempts and are lost.
Here, what one learns holds for all of one service, region, account and
endpoint, and a command that is refused waits for its turn, however often.

botocore's own adaptive mode learns a pace for one client, and clients are not
shared here: with one for each thread it loses lines, as it counts attempts as
ever. Gates lose none, at nearly all that is allowed; `benchmarks/throttle.py`
compares them. How many commands run at once is left alone: a width of whole
numbers is too coarse for a service that allows fewer than one at a time.
"""

import os
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from botocore.retries.standard import ThrottledRetryableChecker

_Clock: TypeAlias = Callable[[], float]

# A lasting lack (of log groups, say), or another change under way on the same
# item: slower requests would change nothing, so these stay botocore's.
_NOT_OF_PACE = frozenset(
    {"LimitExceededException", "PriorRequestNotComplete", "TransactionInProgressException"}
)
_CODES = (
    frozenset(ThrottledRetryableChecker._THROTTLED_ERROR_CODES)  # noqa: SLF001 (there is no other list)
    - _NOT_OF_PACE
)
_TOO_MANY_REQUESTS = 429

# Above what the control planes of AWS allow, and soon cut down from there.
_FIRST_PACE = 200.0
_SLOWING = 0.8
_DOUBLING_SECONDS = 10.0
_FORGETTING_SECONDS = 60.0
_PATIENCE_SECONDS = 300.0
# Of one request, while others get through: what it wants is refused for good.
_MOST_ATTEMPTS = 100

_ENTERED = "awsbatch-entered"


class Gate:
    """The pace at which requests go to one service, in one region and account.

    A refusal makes it a fifth slower, and every ten seconds without one twice
    as fast. So it swings closely about whatever pace is allowed, and AWS, which
    saves what is not used for a while, gives on average all of it. It never
    closes: where every request is refused, it grows as much from one to the
    next, some three seconds later, as a refusal takes away.
    """

    def __init__(self, stopping: threading.Event, clock: _Clock) -> None:
        self._stopping = stopping
        self._clock = clock
        self._turn = threading.Lock()
        self._lock = threading.Lock()
        self._slowest = _FIRST_PACE
        self._slowed = self._passed = clock()
        self._next = self._slowed + 1 / _FIRST_PACE

    @property
    def pace(self) -> float:
        """Requests a second."""
        doublings = (self._clock() - self._slowed) / _DOUBLING_SECONDS
        return float(self._slowest * 2**doublings)

    @property
    def is_forgotten(self) -> bool:
        """Whether the last refusal is so long ago that nothing holds requests back."""
        return self._clock() - self._slowed > _FORGETTING_SECONDS

    @property
    def is_hopeless(self) -> bool:
        """Whether nothing got through for so long that waiting is of no use."""
        return self._clock() - self._passed > _PATIENCE_SECONDS

    def enter(self) -> float:
        """Wait for a turn, unless the run is stopping, and give the time of entry."""
        with self._turn:
            seconds = self._next - self._clock()
            if seconds > 0 and not self.is_hopeless:
                self._stopping.wait(seconds)
            entered = self._clock()
            self._next = entered + 1 / self.pace
        return entered

    def refuse(self, entered: float) -> None:
        """Slow down, for a request that entered then.

        One that entered before the gate was last slowed tells nothing new.
        """
        with self._lock:
            if entered >= self._slowed:
                self._slowest = self.pace * _SLOWING
                self._slowed = self._clock()

    def let_through(self) -> None:
        """Note that a request was answered, with whatever but a refusal."""
        self._passed = self._clock()


class Gates:
    """The gates of one process; there are none until a service refuses a request.

    While the event `stopping` is set, nothing waits, and what is refused fails.
    """

    def __init__(
        self, stopping: threading.Event | None = None, *, clock: _Clock = time.monotonic
    ) -> None:
        self.stopping = stopping or threading.Event()
        self._clock = clock
        self._lock = threading.Lock()
        self._gates: dict[Hashable, Gate] = {}

    def __bool__(self) -> bool:
        return bool(self._gates)

    def register(self, session: Any) -> None:
        """Send what this session's clients, made from now on, request through the gates."""
        hook = _Hook(self, session)
        # With wildcards, they are called before the handlers of any service:
        # the wait is over before the signature, which expires, is made, and
        # the answer goes before botocore's, which sleeps uninterrupted.
        session.register("request-created.*.*", hook.enter)
        session.register("needs-retry.*.*", hook.retry)

    def find(self, key: Hashable) -> Gate | None:
        """Give the gate that requests of this key go through, if any."""
        with self._lock:
            gate = self._gates.get(key)
            if gate is not None and gate.is_forgotten:
                del self._gates[key]
                return None
            return gate

    def refuse(self, key: Hashable, entered: float) -> Gate:
        """Slow down the requests of this key, for one that entered then, and give their gate."""
        gate = self.find(key)
        if gate is None:
            with self._lock:
                return self._gates.setdefault(key, Gate(self.stopping, self._clock))
        gate.refuse(entered)
        return gate


@dataclass(frozen=True, slots=True)
class _Hook:
    """The handlers of one session's events."""

    gates: Gates
    session: Any

    def enter(self, request: Any, event_name: str, **_: Any) -> None:
        """Wait for a turn; a handler of `request-created`, which comes before each attempt."""
        if not self.gates:
            return
        gate = self.gates.find(self._key(event_name, request.url, request.context))
        if gate is not None:
            request.context[_ENTERED] = gate.enter()

    def retry(
        self,
        response: tuple[Any, Mapping[str, Any]] | None,
        attempts: int,
        request_dict: dict[str, Any],
        event_name: str,
        **_: Any,
    ) -> float | None:
        """Learn from an answer; a handler of `needs-retry`, which comes after each attempt.

        Give the seconds to sleep before another attempt, False for none, or
        None where botocore is to tell.
        """
        refused = response is not None and _is_refusal(*response)
        if response is None or not (refused or self.gates):
            return None
        context = request_dict["context"]
        key = self._key(event_name, request_dict["url"], context)
        if refused:
            return self._refused(key, attempts, context.get(_ENTERED, float("-inf")))
        gate = self.gates.find(key)
        if gate is not None:
            gate.let_through()
        return None

    def _refused(self, key: Hashable, attempts: int, entered: float) -> float | None:
        told = self._is_set("max_attempts") or self._is_set("retry_mode")
        # Who asks for adaptive retries wants the pace learnt, and attempts counted.
        if told and self.session.get_config_variable("retry_mode") != "adaptive":
            return None
        gate = self.gates.refuse(key, entered)
        if told or gate.is_hopeless or attempts >= _MOST_ATTEMPTS:
            return None
        return False if self.gates.stopping.is_set() else 0.0

    def _is_set(self, name: str) -> bool:
        """Whether the user's environment or profile sets a variable that may have a default."""
        option, variable, *_ = self.session.session_var_map[name]
        return variable in os.environ or option in self.session.get_scoped_config()

    def _key(self, event_name: str, url: str, context: Mapping[str, Any]) -> Hashable:
        _, service, _ = event_name.split(".", 2)
        # The rest of what tells whose credentials are used stays in one process.
        profile = self.session.instance_variables().get("profile")
        return service, context["client_region"], profile, urlsplit(url).netloc


def _is_refusal(http_response: Any, parsed: Mapping[str, Any]) -> bool:
    error = parsed.get("Error")
    code = error.get("Code") if isinstance(error, dict) else None
    return code in _CODES or http_response.status_code == _TOO_MANY_REQUESTS
