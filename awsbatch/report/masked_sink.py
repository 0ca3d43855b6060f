"""What a command shows while it runs, without the secrets among it."""

from contextlib import AbstractContextManager

from awsbatch.output.sink import Sink
from awsbatch.redaction.masked_flow import MaskedFlow
from awsbatch.redaction.secret import Secrets


class MaskedSink:
    """A sink in front of another, for one command."""

    def __init__(self, sink: Sink, secrets: Secrets) -> None:
        self._sink = sink
        self._flow = MaskedFlow(secrets)

    def write(self, data: bytes, /) -> None:
        """Pass the bytes on as far as they are no part of a secret; raise as the other sink."""
        self._sink.write(self._flow.take(data))

    def flush(self) -> None:
        """Pass on what was kept back, for which nothing more comes."""
        self._sink.write(self._flow.finish())
        self._sink.flush()

    def fileno(self) -> int | None:
        """Return the descriptor of the other sink: what child processes write is theirs."""
        return self._sink.fileno()

    def lent(self) -> AbstractContextManager[None]:
        """Do as the other sink does."""
        return self._sink.lent()
