"""What a command would do that is planned and not run, as plain data."""

from collections.abc import Sequence
from dataclasses import field
from typing import Protocol

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.guard import Refusal
from awsbatch.contract.signer import Signer, UnknownSigner
from awsbatch.contract.word import Word
from awsbatch.record import record

FILE_KIND = "awsbatch plan"
"""What the first line of the file of a plan says that it is."""


@record
class Target:
    """Where a command would go, and for whom."""

    account: str | None = None
    """The id of the account that its credentials are of; None where that is not known."""
    region: str | None = None
    """None where the command has no region, or where it is not known."""
    endpoint: str | None = None
    """The URL that it would be sent to, where that was chosen; None for AWS's own."""
    profile: str | None = None
    """The profile in effect; None for the default one, or where someone else signs."""
    credentials: str | None = field(default=None, compare=False)
    """Who signs it, as a message names them; None where nobody does."""
    unknown_account: str | None = field(default=None, compare=False)
    """Why the account is not known, where somebody was asked for it."""
    access_key: str | None = field(default=None, compare=False)
    """The id of the key that signs it; None where nobody signs, or where that is not known."""


@record
class PlannedStep:
    """What a command would do."""

    words: tuple[Word, ...]
    """Those after `aws`, with the values that are known."""
    effect: Effect
    target: Target
    file: Word | None = None
    """The file that its output would go to instead of being shown."""
    appends: bool = False
    """Whether that file is kept, and written to at its end."""
    signer_is_known: bool = True
    """False where nobody knows whose account and profile it is."""
    refusal: Refusal | None = None
    """Why a guard would refuse it, as far as that is known before it is sent."""


class Planner(Protocol):
    """Whoever plans commands instead of running them."""

    def planned(
        self,
        words: Sequence[Word],
        *,
        signer: Signer | UnknownSigner | None,
        cancellation: Cancellation,
    ) -> PlannedStep:
        """Return what a command would do, without running it, whatever it does.

        Words may be unknown, and so may the signer. What is unknown is asked of nobody.
        """
