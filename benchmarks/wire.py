"""One direction of a slow connection."""

from collections import deque
from dataclasses import dataclass, field


@dataclass
class Wire:
    """What is under way, in order; it brings as much at once as it was given."""

    seconds: float
    """How long anything is under way."""
    opens: float = 0.0
    """What is given to it before this moment sets out then."""
    _under_way: deque[tuple[float, bytes]] = field(default_factory=deque)

    def put(self, chunk: bytes, now: float) -> None:
        """Take what comes at a moment; an empty chunk is the end."""
        self._under_way.append((max(now, self.opens) + self.seconds, chunk))

    def arrived(self, now: float) -> list[bytes]:
        """Return what has come through since it was last asked."""
        chunks = []
        while self._under_way and self._under_way[0][0] <= now:
            chunks.append(self._under_way.popleft()[1])
        return chunks

    def next_arrival(self) -> float | None:
        """Return when something arrives next; None while nothing is under way."""
        return self._under_way[0][0] if self._under_way else None
