"""What a runner in front of another leaves to that one."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.first_signing import FirstSigning
from awsbatch.contract.mask import Masked
from awsbatch.contract.outcome import Outcome
from awsbatch.contract.plan import Target
from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.signer import Role, Signer
from awsbatch.contract.word import HoledWord, Word


class Front:
    """All of a `CommandRunner` but `run`, as another one does it."""

    def __init__(self, inner: CommandRunner) -> None:
        self._inner = inner

    @property
    def signing(self) -> FirstSigning:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self._inner.signing

    def look_again(self) -> None:
        """See `awsbatch.contract.runner.CommandRunner`."""
        self._inner.look_again()

    @property
    def circumstances(self) -> object:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self._inner.circumstances

    def effect(self, words: Sequence[Word]) -> Effect:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self._inner.effect(words)

    def masked(self, words: Sequence[Word]) -> Masked:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self._inner.masked(words)

    def assume(self, role: Role, *, cancellation: Cancellation) -> Outcome:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self._inner.assume(role, cancellation=cancellation)

    def target(
        self,
        words: Sequence[Word],
        *,
        signer: Signer | None,
        cancellation: Cancellation,
        knows: Callable[[str], bool] | None = None,
    ) -> Target:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self._inner.target(words, signer=signer, cancellation=cancellation, knows=knows)

    def beside(self) -> AbstractContextManager[None]:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self._inner.beside()

    def takes_token(self, words: Sequence[Word]) -> bool | None:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self._inner.takes_token(words)

    def takes_pairs(self, words: Sequence[HoledWord]) -> bool:
        """See `awsbatch.contract.runner.CommandRunner`."""
        return self._inner.takes_pairs(words)
