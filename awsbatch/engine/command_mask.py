"""What may be shown of a run's commands, whose secrets are kept out of all else as well."""

from collections.abc import Sequence

from awsbatch.contract.mask import Masked
from awsbatch.contract.word import Word
from awsbatch.engine import placed_secret
from awsbatch.redaction.secret import Secrets


class CommandMask:
    """Masks the secrets in the words of commands, and adds them to those of the run."""

    def __init__(self, mask: placed_secret.Mask, secrets: Secrets) -> None:
        """Take those of the run so far; `mask` is as `CommandRunner.masked`."""
        self.secrets = secrets
        self._mask = mask

    def of(self, words: Sequence[Word], *, known: bool = True) -> Masked:
        """Return the words of a command without its own secrets; note these if `known`."""
        found = placed_secret.masked(words, self.secrets.known, self._mask)
        if known:
            self.secrets.see(found.sure)
        return found
