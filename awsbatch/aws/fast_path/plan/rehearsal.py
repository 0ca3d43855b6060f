"""The rehearsal of a plan: made of a request that botocore has sent, it has to make the same.

It is equal because a plan is adopted for nothing less, and because every
thousandth request for which there is a plan is botocore's again, and compared.
"""

from typing import Any
from urllib.parse import urlsplit

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.fast_path.plan.call_plan import Plan
from awsbatch.aws.fast_path.plan.client_operation import ClientOperation
from awsbatch.aws.fast_path.plan.draft import Draft, is_plain_path
from awsbatch.aws.fast_path.plan.route import Route
from awsbatch.aws.fast_path.plan.sent import Sent
from awsbatch.aws.fast_path.plan.template import template_of

_UNTOLD = "-"


def rehearsed(
    client: Client, operation: ClientOperation, draft: Draft, credentials: Any, sent: Sent
) -> Plan | None:
    """Return a plan that makes the request that botocore has sent, or None if there is none."""
    places = operation.places(draft)
    headers = {**draft.headers, **dict.fromkeys(places)}
    same = {name.lower() for name in headers.keys() - places}
    template = template_of(sent, same, {*map(str.lower, places)})
    prefix = _prefix(sent, draft)
    if template is None or prefix is None:
        return None
    scheme = urlsplit(client.meta.endpoint_url).scheme
    route = Route(client, f"{scheme}://{sent.headers['host']}")
    plan = Plan(operation, template, headers, draft.host_prefix, prefix, route, sent.method)
    return plan if reproduced(plan, draft, credentials, sent) == sent.whole else None


def _prefix(sent: Sent, draft: Draft) -> str | None:
    """Return what botocore has put before the path of a draft: that of the endpoint, if plain."""
    path = sent.line.split(" ")[1].partition("?")[0]
    own = draft.path if draft.path != "/" or path == "/" else ""
    if not path.endswith(own):
        return None
    prefix = path.removesuffix(own)
    return prefix if not prefix or is_plain_path(prefix) else None


def reproduced(plan: Plan, draft: Draft, credentials: Any, sent: Sent) -> bytes | None:
    """Return what a plan makes of a call that botocore has made, or None if that does not fit."""
    # What nobody can know before, if it is told: a clock and a generator of numbers said it.
    moment = sent.headers.get("x-amz-date", _UNTOLD)
    number = sent.headers.get("amz-sdk-invocation-id", _UNTOLD)
    return plan.request(draft, credentials, moment, number)
