"""The idempotency tokens of a command, which its attempts share.

botocore fills in a random token wherever an operation takes one and none is
given. A second attempt with another token would be another request: it could
start a second instance where the first one's answer was lost.
"""

import hmac
import uuid


class IdempotencyTokens:
    """Tokens in the order in which the API calls of one command take them."""

    def __init__(self, seed: bytes | None = None) -> None:
        """Begin with the first one; those of a seed are the same in every run that has it."""
        self._seed = seed
        self._tokens: list[str] = []
        self._taken = 0

    def begin_attempt(self) -> None:
        """Start again with the first token, for another attempt at the command."""
        self._taken = 0

    def take(self) -> str:
        """Return the next token."""
        if self._taken == len(self._tokens):
            self._tokens.append(str(self._made()))
        self._taken += 1
        return self._tokens[self._taken - 1]

    def _made(self) -> uuid.UUID:
        if self._seed is None:
            return uuid.uuid4()
        digest = hmac.digest(self._seed, str(self._taken).encode(), "sha256")
        # As long and as random as those of botocore, so that AWS takes it wherever it takes them.
        return uuid.UUID(bytes=digest[:16], version=4)
