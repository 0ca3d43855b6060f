"""Calls of an operation made by plans, and the long way for all others.

Equal to the long way: a call whose kind has no plan yet goes it, watched; and
so does one that a plan has made and that was not answered by a plain success,
where botocore finds what has come.
"""

import uuid
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any, TypeAlias

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.fast_path.plan.call_plan import Plan
from awsbatch.aws.fast_path.plan.client_operation import ClientOperation
from awsbatch.aws.fast_path.plan.draft import Draft
from awsbatch.aws.fast_path.plan.eligibility import are_settled, is_usual
from awsbatch.aws.fast_path.plan.kind import agent_of, kind_of
from awsbatch.aws.fast_path.plan.rehearsal import rehearsed, reproduced
from awsbatch.aws.fast_path.plan.sent import Sent, sent
from awsbatch.aws.fast_path.plan.trust import Trust
from awsbatch.aws.fast_path.request_signature import timestamp
from awsbatch.aws.replay import NOTHING, replaying, watching
from awsbatch.record import record

LongWay: TypeAlias = Callable[[], Any]
_Standing: TypeAlias = tuple[str, Any]
"""What tells the endpoint of a call, and the frozen keys by which it is signed, if any."""

_MOST_KINDS = 100
# So often is a kind watched whose values were not plain.
_MOST_WATCHES = 3


@record
class _Answered:
    """An answer, as the handlers of botocore's events know it."""

    status_code: int


class PlannedOperation:
    """An operation of a client, and the plans of the kinds of its calls; for any thread."""

    def __init__(self, client: Client, operation: ClientOperation, trust: Trust) -> None:
        self._client = client
        self._operation = operation
        self._trust = trust
        self._agent = agent_of(client)
        self._plans: dict[Hashable, Plan] = {}
        self._watches: dict[Hashable, int] = {}
        """How often each kind was watched; so often as is enough where it can have no plan."""

    def call(self, parameters: dict[str, Any], long_way: LongWay) -> Any:
        """Return, or raise, what the long way would."""
        standing = self._standing(parameters)
        if standing is None:
            return long_way()
        kind = kind_of(parameters, self._agent(), *standing)
        plan = self._plans.get(kind)
        if plan is not None and not self._trust.is_checked():
            return self._made(plan, parameters, standing[1], long_way)
        if plan is None and self._watches.get(kind, 0) >= _MOST_WATCHES:
            return long_way()
        return self._watched(kind, parameters, standing, long_way)

    def _standing(self, parameters: dict[str, Any]) -> _Standing | None:
        """Return what a call is drafted by besides its parameters; None where all is not usual."""
        keys = self._client._request_signer._credentials  # noqa: SLF001 (botocore 1.44)
        is_usual_now = self._trust.bug is None and is_usual(self._operation.handlers.turns)
        if not (is_usual_now and are_settled(keys)):
            return None
        endpoint = self._operation.endpoint(parameters)
        return None if endpoint is None else (endpoint, keys and keys.get_frozen_credentials())

    def _made(
        self, plan: Plan, parameters: dict[str, Any], credentials: Any, long_way: LongWay
    ) -> Any:
        """Make a call by its plan, if its values are plain."""
        pool, number = plan.route.pool(), str(uuid.uuid4())
        request = self._request(plan, parameters, credentials, number)
        if pool is None or request is None:
            return long_way()
        handlers = self._operation.handlers
        for handler in (*handlers.of_sending, *handlers.of_call):
            handler(request=None)
        came: Any = NOTHING
        parsed = None
        try:
            came = pool.exchange(request, plan.method, asks=plan.asks) or NOTHING
            # Of a throttle that has begun meanwhile, botocore tells.
            parsed = None if came is NOTHING or handlers.turns else plan.parsed(came)
        except Exception as error:  # noqa: BLE001 (botocore is to find it)
            came = error if came is NOTHING else came
        if parsed is None:
            with replaying(came, self._client._endpoint, number):  # noqa: SLF001
                return long_way()
        answered = _Answered(came.status)
        for handler in handlers.of_answer:
            handler(http_response=answered, parsed=parsed, model=self._operation.model, context={})
        return parsed

    def _request(
        self, plan: Plan, parameters: dict[str, Any], credentials: Any, number: str
    ) -> bytes | None:
        """Return the request of a call, or None where the long way is to tell."""
        try:
            draft = self._operation.drafted(parameters)
            if draft is None:
                return None
            return plan.request(draft, credentials, timestamp(), number)
        except Exception:  # noqa: BLE001 (botocore raises it)
            return None

    def _drafted(self, parameters: dict[str, Any]) -> Draft | None:
        """Return what a call's parameters make of its request, or None if that is not plain."""
        try:
            return self._operation.drafted(parameters)
        except Exception:  # noqa: BLE001 (botocore raises it)
            return None

    def _watched(
        self, kind: Hashable, parameters: dict[str, Any], standing: _Standing, long_way: LongWay
    ) -> Any:
        """Make a call the long way, and learn from what it sends."""
        # Before it is sent: a file will be read.
        draft = self._drafted(parameters)
        with watching() as requests:
            try:
                return long_way()
            finally:
                # A call is not to fail for its plan.
                with suppress(Exception):
                    if (first := _first(requests)) is not None:
                        self._count(kind)
                        # Keys may have been renewed meanwhile, or a bucket found elsewhere.
                        if draft and self._standing(parameters) == standing:
                            self._learn(kind, draft, standing[1], first)

    def _count(self, kind: Hashable) -> None:
        """Count a call of a kind that was watched, and make room for kinds that are new."""
        # No lock: threads that come at once may watch one call more, or learn a kind again.
        if kind not in self._watches and len(self._watches) >= _MOST_KINDS:
            self._watches.clear()
            self._plans.clear()
        self._watches[kind] = self._watches.get(kind, 0) + 1

    def _learn(self, kind: Hashable, draft: Draft, credentials: Any, request: Sent) -> None:
        """Adopt a plan that makes what botocore has sent, or see whether the one there is does."""
        name, plan = self._operation.name, self._plans.get(kind)
        if plan is not None:
            if reproduced(plan, draft, credentials, request) not in {None, request.whole}:
                self._trust.lose(name)
            return
        plan = rehearsed(self._client, self._operation, draft, credentials, request)
        if plan is None:
            self._watches[kind] = _MOST_WATCHES
            self._trust.reject(name)
        else:
            self._plans[kind] = plan
            self._trust.adopt(name)


def _first(requests: list[bytearray | None]) -> Sent | None:
    """Return the first of some requests, if it could be seen."""
    first = requests[0] if requests else None
    return None if first is None else sent(bytes(first))
