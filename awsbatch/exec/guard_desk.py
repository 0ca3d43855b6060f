"""The guard of a whole `awsbatch exec`, in the parent: it decides, and keeps what it refused."""

from dataclasses import replace

from awsbatch.contract.guard import Guard, Refusal
from awsbatch.exec import guard_question
from awsbatch.exec.call_report import CallReport
from awsbatch.exec.channel import Message
from awsbatch.fault.error import RefusedError


class GuardDesk:
    """Answers what calls ask, and knows which were refused."""

    def __init__(self, guard: Guard | None, *, is_guarded: bool) -> None:
        """Take what decides, and whether clients refuse the calls that are left to them."""
        self._guard = guard
        self._is_guarded = is_guarded
        self._refusals: dict[int, Refusal] = {}
        """The first refusal of each call, by its number."""

    def answer(self, message: Message) -> Message | None:
        """Return what the guard says of a request that is about to be sent."""
        request, errand = guard_question.asked(message)
        errand = replace(errand, number=message["call"])
        refusal = None if self._guard is None else self._guard.refusal(request, errand)
        if refusal is not None:
            self._refusals.setdefault(errand.number, refusal)
        return guard_question.answer(refusal)

    def note(self, report: CallReport) -> None:
        """Take note of how a call went, which may have been refused before it could ask."""
        refusal = guard_question.answered(report.told.get("refused"))
        if report.is_left and self._is_guarded:
            refusal = Refusal(f"it could not be made here, where it is guarded ({report.why})")
        if refusal is not None:
            self._refusals.setdefault(report.number, refusal)

    @property
    def error(self) -> RefusedError | None:
        """What is to be said of the refused calls at the end; None if there are none."""
        if not self._refusals:
            return None
        first, *others = self._refusals.values()
        were = "calls of `aws` were" if others else "call of `aws` was"
        which = "" if all(each.message == first.message for each in others) else ", the first"
        message = f"{len(self._refusals)} {were} refused{which}: {first.message}"
        return RefusedError(message, hint=first.hint)
