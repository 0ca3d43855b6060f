"""Calls of an operation made by plans, and the long way for all others.

Equal to the long way: a call whose kind has no plan yet goes it, watched; and
so does one that a plan has made and that was not answered by a plain success,
where botocore finds what has come.
"""

import uuid
from collections.abc import Callable, Hashable
from typing import Any, TypeAlias

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.fast_path.plan.call_plan import Plan
from awsbatch.aws.fast_path.plan.client_operation import ClientOperation
from awsbatch.aws.fast_path.plan.draft import Draft
from awsbatch.aws.fast_path.plan.eligibility import are_settled, is_usual
from awsbatch.aws.fast_path.plan.kind import agent_of, kind_of
from awsbatch.aws.fast_path.plan.rehearsal import is_reproduced, rehearsed
from awsbatch.aws.fast_path.plan.sent import Sent, sent
from awsbatch.aws.fast_path.plan.trust import Trust
from awsbatch.aws.fast_path.request_signature import timestamp
from awsbatch.aws.replay import NOTHING, replaying, watching
from awsbatch.record import record

LongWay: TypeAlias = Callable[[], Any]

_MOST_KINDS = 30
# So often is a kind tried whose values were not plain.
_MOST_TRIES = 3


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
        self._tries: dict[Hashable, int] = {}
        """How often each kind was tried."""

    def call(self, parameters: dict[str, Any], long_way: LongWay) -> Any:
        """Return, or raise, what the long way would."""
        keys = self._client._request_signer._credentials  # noqa: SLF001 (botocore 1.44)
        if not (self._is_usual() and are_settled(keys)):
            return long_way()
        endpoint = self._operation.endpoint(parameters)
        if endpoint is None:
            return long_way()
        credentials = keys and keys.get_frozen_credentials()
        kind = kind_of(parameters, self._agent(), credentials, endpoint)
        plan = self._plans.get(kind)
        if plan is None:
            return self._tried(kind, parameters, credentials, long_way)
        if self._trust.is_checked():
            return self._checked(plan, parameters, credentials, long_way)
        return self._made(plan, parameters, credentials, long_way)

    def _is_usual(self) -> bool:
        return self._trust.bug is None and is_usual(self._operation.handlers.turns)

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

    def _tried(
        self, kind: Hashable, parameters: dict[str, Any], credentials: Any, long_way: LongWay
    ) -> Any:
        """Make a call the long way, and a plan for others of its kind if there may be one."""
        tries = self._tries.get(kind, 0)
        if tries >= _MOST_TRIES or len(self._tries) >= _MOST_KINDS:
            return long_way()
        # Before it is sent: a file will be read.
        draft = self._drafted(parameters)
        with watching() as requests:
            try:
                return long_way()
            finally:
                if (first := _first(requests)) is not None:
                    self._tries[kind] = tries + 1
                    self._rehearse(kind, draft, credentials, first)

    def _rehearse(
        self, kind: Hashable, draft: Draft | None, credentials: Any, request: Sent
    ) -> None:
        """Adopt a plan of a kind, if one can be made of a call that went the long way."""
        if draft is None:
            return
        try:
            plan = rehearsed(self._client, self._operation, draft, credentials, request)
        except Exception:  # noqa: BLE001 (a call is not to fail for its plan, which is rejected)
            plan = None
        if plan is None:
            self._tries[kind] = _MOST_TRIES
            self._trust.reject(self._operation.name)
        else:
            self._plans[kind] = plan
            self._trust.adopt(self._operation.name)

    def _checked(
        self, plan: Plan, parameters: dict[str, Any], credentials: Any, long_way: LongWay
    ) -> Any:
        """Make a call the long way, and see whether the plan would have sent the same."""
        draft = self._drafted(parameters)
        with watching() as requests:
            try:
                return long_way()
            finally:
                first = _first(requests)
                if first and draft and not is_reproduced(plan, draft, credentials, first):
                    self._trust.lose(self._operation.name)


def _first(requests: list[bytearray | None]) -> Sent | None:
    """Return the first of some requests, if it could be seen."""
    first = requests[0] if requests else None
    return None if first is None else sent(bytes(first))
