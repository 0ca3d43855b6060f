"""Calls of `aws` that need a process of their own."""


class OwnProcessError(Exception):
    """A call that only a fresh `aws` makes as it is to be made; nothing of it was done."""

    def __init__(self, reason: str) -> None:
        """Take the reason, a clause such as "it asks for help"."""
        super().__init__(reason)
        self.reason = reason
