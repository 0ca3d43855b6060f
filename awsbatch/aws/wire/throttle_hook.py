"""What the requests of a session tell the throttles, and what they wait for."""

import os
import re
from collections.abc import Hashable, Mapping
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from botocore.retries.standard import ThrottledRetryableChecker

from awsbatch.aws.invocation import current
from awsbatch.aws.replay import is_replaying
from awsbatch.aws.wire.throttle import PATIENCE_SECONDS
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.turn import Turns
from awsbatch.record import record

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
    frozenset(ThrottledRetryableChecker._THROTTLED_ERROR_CODES)  # noqa: SLF001 (botocore 1.44: there is no other list)
    - _NOT_OF_PACE
)
_TOO_MANY_REQUESTS = 429

_ENTERED = "awsbatch-entered"
_REFUSED = "awsbatch-refused"
# Of a request that was sent when there was no throttle.
_BEFORE = float("-inf")
_ASKERS = count()
# What says besides a profile whose requests they are: calls of `awsbatch exec` have environments of
# their own.
_WHO = (
    "AWS_ACCESS_KEY_ID",
    "AWS_CONFIG_FILE",
    "AWS_ROLE_ARN",
    "AWS_SHARED_CREDENTIALS_FILE",
    "HOME",
)


def register(throttles: Turns, session: Any) -> None:
    """Send what this session's clients, made from now on, request through the throttles."""
    hook = _Hook(throttles, session)
    # With wildcards, they are called before the handlers of any service:
    # the wait is over before the signature, which expires, is made, and
    # the answer goes before botocore's, which sleeps uninterrupted.
    session.register("request-created.*.*", hook.enter)
    session.register("needs-retry.*.*", hook.retry)


@record
class _Hook:
    """The handlers of one session's events."""

    throttles: Turns
    session: Any

    def enter(self, request: Any, event_name: str, **_: Any) -> None:
        """Wait for a turn; a handler of `request-created`, which comes before each attempt."""
        if not self.throttles or is_replaying():
            return
        key = self._key(event_name, request.url, request.context)
        request.context[_ENTERED] = wait_for_turn(self.throttles, key, _cancellation())

    def retry(
        self,
        response: tuple[Any, Mapping[str, Any]] | None,
        request_dict: dict[str, Any],
        event_name: str,
        caught_exception: Exception | None = None,
        **_: Any,
    ) -> float | None:
        """Learn from an answer; a handler of `needs-retry`, which comes after each attempt.

        Return the seconds to sleep before another attempt, or None where
        botocore is to tell.
        """
        if caught_exception is not None and (invocation := current()) is not None:
            invocation.unanswered.append(caught_exception)
        refused = response is not None and _is_refusal(*response)
        if response is None or not (refused or self.throttles):
            return None
        context = request_dict["context"]
        key = self._key(event_name, request_dict["url"], context)
        if refused:
            self.throttles.count_refusal()
            return self._refused(key, context)
        self.throttles.let_through(key, context.get(_ENTERED, _BEFORE))
        return None

    def _refused(self, key: Hashable, context: dict[str, Any]) -> float | None:
        told = self._is_set("max_attempts") or self._is_set("retry_mode")
        # Who asks for adaptive retries wants the pace learnt, and attempts counted.
        if told and self.session.get_config_variable("retry_mode") != "adaptive":
            return None
        has_hope = self.throttles.refuse(key, context.get(_ENTERED, _BEFORE))
        since: float = context.setdefault(_REFUSED, self.throttles.now)
        if (
            told
            or _cancellation().is_ending()
            or not has_hope
            or self.throttles.now - since > PATIENCE_SECONDS
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
        invocation = current()
        signer = None if invocation is None else invocation.signer
        profile = self.session.get_config_variable("profile")
        who = signer or (profile, *map(os.environ.get, _WHO))
        return service, context["client_region"], who, urlsplit(url).netloc


def wait_for_turn(throttles: Turns, key: Hashable, cancellation: Cancellation) -> float:
    """Wait until a request may be sent, and return the time of that.

    A command that is abandoned waits no longer.
    """
    # Of all processes that may share the book.
    asker = f"{os.getpid()} {next(_ASKERS)}"
    while (seconds := throttles.turn(key, asker)) and not cancellation.is_abandoned:
        cancellation.wait(seconds)
    return throttles.now


def _cancellation() -> Cancellation:
    """Return that of the command of this context; a new one where there is none."""
    invocation = current()
    return Cancellation() if invocation is None else invocation.cancellation


def _is_refusal(http_response: Any, parsed: Mapping[str, Any]) -> bool:
    error = parsed.get("Error")
    code = error.get("Code") if isinstance(error, dict) else None
    if http_response.status_code != _TOO_MANY_REQUESTS:
        return code in _CODES
    return code in _CODES or not _LASTING.fullmatch(str(code))
