"""No more changes than a number: `--max-changes N`."""

from threading import Lock

from awsbatch.contract.guard import Errand, Refusal, Request
from awsbatch.fault.wording import counted

HINT = "pass `--max-changes` with as many as are meant"
_PLAN = f"`awsbatch plan` shows and counts all changes; {HINT}"


class ChangeBound:
    """Lets a number of changes through, and as many again in `finally`."""

    def __init__(self, most: int, *, hint: str = _PLAN) -> None:
        """Begin with nothing changed; with a bound of 0, nothing ever is.

        The hint says how to come by a bound that is high enough.
        """
        self._most = most
        self._hint = hint
        self._changes = {False: 0, True: 0}
        """How many were let through, outside `finally` and in it."""
        self._errands: set[int] = set()
        """The numbers of the commands that count once, whatever is sent of them."""
        # It guards all above: it is asked from any thread.
        self._lock = Lock()

    def refusal(self, request: Request, errand: Errand) -> Refusal | None:
        """See `awsbatch.contract.guard.Guard`."""
        if not request.changes:
            return None
        with self._lock:
            is_whole = request.call is None
            if is_whole and errand.number in self._errands:
                return None
            if self._changes[errand.finishing] >= self._most:
                return Refusal(self._message(request, errand), self._hint)
            self._changes[errand.finishing] += 1
            if is_whole:
                self._errands.add(errand.number)
        return None

    def _message(self, request: Request, errand: Errand) -> str:
        what = "this command" if request.call is None else f"`{request.call}`"
        if not self._most:
            return f"{what} would change something, and `--max-changes 0` allows nothing to change"
        where = " in `finally`" if errand.finishing else ""
        number = self._most + 1
        allowed = counted(self._most, "change")
        option = f"`--max-changes {self._most}`"
        return f"{what} would be change number {number}{where}, and {option} allows {allowed}"
