"""The idempotency tokens of a command, which its attempts share.

botocore fills in a random token wherever an operation takes one and none is
given. A second attempt with another token would be another request: it could
start a second instance where the first one's answer was lost.
"""

import uuid


class IdempotencyTokens:
    """Tokens in the order in which the API calls of one command take them."""

    def __init__(self) -> None:
        self._tokens: list[str] = []
        self._taken = 0

    def begin_attempt(self) -> None:
        """Start again with the first token, for another attempt at the command."""
        self._taken = 0

    def take(self) -> str:
        """Return the next token."""
        if self._taken == len(self._tokens):
            self._tokens.append(str(uuid.uuid4()))
        self._taken += 1
        return self._tokens[self._taken - 1]
