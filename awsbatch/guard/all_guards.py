"""Several guards as one."""

from collections.abc import Sequence

from awsbatch.contract.guard import Errand, Guard, Refusal, Request


class AllGuards:
    """Lets those requests through that all of its guards do."""

    def __init__(self, guards: Sequence[Guard]) -> None:
        """Take guards in the order in which they are asked; the last may count what it lets go."""
        self._guards = guards

    def refusal(self, request: Request, errand: Errand) -> Refusal | None:
        """See `awsbatch.contract.guard.Guard`."""
        for guard in self._guards:
            if (refusal := guard.refusal(request, errand)) is not None:
                return refusal
        return None
