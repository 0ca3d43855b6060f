"""The summary of a run for a program: the last object that `--json` writes."""

from collections.abc import Sequence
from typing import Any

from awsbatch.event import EndedEarly, Started, Status
from awsbatch.exit_status import ExitStatus
from awsbatch.fault.place import Place
from awsbatch.redaction.stars import MASK
from awsbatch.report.failure_kind import FailureKind
from awsbatch.report.plan.plan_count import PlanCount
from awsbatch.report.summary import Summary, Traffic


def fields(
    summary: Summary,
    traffic: Traffic,
    exit_status: ExitStatus,
    plan: PlanCount | None = None,
    resume: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return the object of a run, or of a plan, that has ended with an exit status.

    `resume` is the command line that goes on with it.
    """
    tally = summary.tally
    failures = summary.failures
    return {
        "summary": {
            "exit_status": exit_status.value,
            "seconds": round(summary.seconds, 6),
            **{status.value: tally.ended[status] for status in Status},
            "incomplete": tally.gaps,
            "not_started": tally.not_started,
            "ended_early": None if summary.early is None else _early(summary.early),
            "requests": traffic.requests,
            "connections": traffic.connections,
            "throttled": traffic.throttled,
            "failures": [_kind(kind) for kind in failures],
            "more_failures": failures.more,
            "loops_without_round": [
                {**_at(place), "count": count} for place, count in summary.idle.items()
            ],
            "finally_left_out": [_at(each.place) for each in summary.left_out],
            "resume": resume,
            **({} if plan is None else {"plan": plan.fields()}),
            **({} if summary.not_made is None else {"not_made": summary.not_made}),
        }
    }


def _kind(kind: FailureKind) -> dict[str, Any]:
    return {
        "status": kind.status.value,
        "code": kind.code,
        "message": kind.message,
        "count": kind.count,
        "skipped": kind.skipped,
        "exit_statuses": sorted(kind.exit_statuses),
        **_at(kind.place),
        "lines": len(kind.lines),
        "argv": kind.argv,
        "masked": any(MASK in word for word in kind.argv),
        "request_id": kind.request_id,
    }


def _early(event: EndedEarly) -> dict[str, Any]:
    place: dict[str, Any] = {"file": None, "line": None}
    if event.place is not None:
        place = _at(event.place)
    return {"cause": event.cause.value, **place, "last": event.last and _last(event.last)}


def _last(started: Started) -> dict[str, Any]:
    return {**_at(started.place), "round": started.round, "argv": tuple(started.argv)}


def _at(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line}
