"""Bytes without the secrets among them, whatever pieces they come in."""

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock

from awsbatch.redaction.secret import Secrets
from awsbatch.redaction.stars import MASK

_BEFORE = 80
"""How much of what went before tells whether a word begins, or a line of base64 goes on."""


class MaskedFlow:
    """Bytes that are handed on as they come, but for those that may become a secret."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        # It guards what was kept: several threads of a command may write.
        self._lock = Lock()
        self._before = ""
        self._kept = ""

    def take(self, data: bytes) -> bytes:
        """Return what can be handed on once these bytes have come."""
        if not self._secrets:
            return data
        with self._lock:
            whole = f"{self._before}{self._kept}{data.decode('latin-1')}"
            spans = self._secrets.spans(whole)
            # One at the end may go on.
            held = spans[-1][0] if spans and spans[-1][1] == len(whole) else len(whole)
            return self._passed(whole, spans, min(held, self._secrets.held(whole)))

    def of(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield what is handed on of whole output."""
        yield from map(self.take, chunks)
        yield self.finish()

    def finish(self) -> bytes:
        """Return what was kept back, since nothing more comes for now."""
        with self._lock:
            whole = self._before + self._kept
            return self._passed(whole, self._secrets.spans(whole), len(whole))

    def _passed(self, whole: str, spans: Sequence[tuple[int, int]], end: int) -> bytes:
        done = len(self._before)
        # What is masked is so as a whole.
        end = min([end, *(first for first, last in spans if first < end < last)])
        shown: list[str] = []
        for first, last in spans:
            if done < last <= end:
                shown += [whole[done:first], MASK]
                done = last
        shown.append(whole[done:end])
        # With what was kept: if nothing was to come and something does, its secret goes on in it.
        before = max(end - len(self._kept) - _BEFORE, 0)
        self._before, self._kept = whole[before:end], whole[end:]
        return "".join(shown).encode("latin-1")
