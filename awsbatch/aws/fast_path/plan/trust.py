"""How far the plans of a run are trusted, and what there is to tell of them."""

from itertools import count

CHECK_EVERY = 1_000
_MOST_NAMES = 100


class Trust:
    """What all plans of a run have in common; any thread may use it."""

    def __init__(self, check_every: int | None = None) -> None:
        """Trust plans, one request of so many of which is checked."""
        self.bug: str | None = None
        """What is wrong with a plan, after which none is used any more."""
        self.adopted: set[str] = set()
        """The operations that have plans, some hundred at the most, as messages name them."""
        self.rejected: set[str] = set()
        """Those with calls for which no plan was found that makes botocore's request."""
        self._check_every = check_every or CHECK_EVERY
        self._requests = count(1)

    def is_checked(self) -> bool:
        """Count a request for which there is a plan; return whether it is to be checked."""
        return next(self._requests) % self._check_every == 0

    def adopt(self, operation: str) -> None:
        """Note that an operation has a plan."""
        _add(self.adopted, operation)

    def reject(self, operation: str) -> None:
        """Note that no plan was found that makes botocore's request, for calls of a kind."""
        _add(self.rejected, operation)

    def lose(self, operation: str) -> None:
        """Use no plan any more, since one that was adopted made another request than botocore."""
        self.bug = f"the plan of `{operation}` makes another request than botocore"


def _add(names: set[str], name: str) -> None:
    if len(names) < _MOST_NAMES:
        names.add(name)
