"""The failures of a run by kind, in a bounded memory and a bounded number of lines."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from awsbatch.event import Blame, Ended, Status
from awsbatch.fault.wording import counted
from awsbatch.report.failure_kind import FailureKind, key

MOST_KINDS = 200
_MOST_PLACES = 10_000
_MOST_LINES = 16
_MOST_SKIPS = 2
_MOST_CHARACTERS = 150
_MOST_OF_THE_FIRST = 70
_MOST_OF_OTHERS = 50
_MOST_OF_A_MESSAGE = 110
# What was abandoned or done in part says less of why than what failed.
_RANKS = {Status.FAILED: 0, Status.PARTIAL: 1, Status.ABANDONED: 2}


class FailureList:
    """The kinds of failures of a run, and what was skipped because of them."""

    def __init__(self) -> None:
        self._kinds: dict[Hashable, FailureKind] = {}
        self.more = 0
        """How many failures were of still other kinds, which are only counted."""
        self._last_at: dict[str, FailureKind] = {}
        """The kind of the last failure of each line: that which a skipped statement blames."""
        self.skips: Counter[str] = Counter()
        """How many statements were skipped for reasons that are no failure of the list."""

    def add(self, ended: Ended) -> None:
        """Take the end of a command that failed, was partial or abandoned, in script order."""
        name = key(ended)
        kind = self._kinds.get(name)
        if kind is None:
            if len(self._kinds) == MOST_KINDS:
                self.more += 1
                return
            kind = self._kinds[name] = FailureKind(ended)
        kind.add(ended)
        place = str(ended.place)
        if place in self._last_at or len(self._last_at) < _MOST_PLACES:
            self._last_at[place] = kind

    def skip(self, blame: Blame | None) -> None:
        """Count a statement that was skipped."""
        kind = None if blame is None else self._last_at.get(str(blame.place))
        if kind is not None:
            kind.skipped += 1
        elif str(blame) in self.skips or len(self.skips) < MOST_KINDS:
            self.skips[str(blame)] += 1

    def __iter__(self) -> Iterator[FailureKind]:
        """Return the kinds, those first that cost most."""
        return iter(
            sorted(
                self._kinds.values(),
                key=lambda kind: (_RANKS[kind.status], -kind.count - kind.skipped),
            )
        )

    def lines(self) -> Iterator[str]:
        """Yield the kinds in a few lines, the others counted."""
        kinds = [*self]
        is_whole = len(kinds) <= _MOST_LINES and not self.more
        shown = kinds if is_whole else kinds[: _MOST_LINES - 1]
        left = _MOST_LINES - len(shown) if is_whole else 0
        for kind in shown:
            headline, details = _headline(kind), [*_details(kind)]
            if len(details) <= left:
                left -= len(details)
                yield headline
                yield from (_clipped(f"  {line}") for line in details)
            else:
                said = kind.message if _is_told(kind) else ""
                most = max(_MOST_CHARACTERS, len(headline))
                yield _clipped(f"{headline}: {said}", most) if said else headline
        if rest := self._rest(kinds[len(shown) :]):
            yield f"and {counted(rest, 'more failure')} of other kinds"
        yield from self._skips()

    def _skips(self) -> Iterator[str]:
        for why, count in self.skips.most_common(_MOST_SKIPS):
            yield f"{count} skipped, because {why}"
        if rest := self.skips.total() - sum(n for _, n in self.skips.most_common(_MOST_SKIPS)):
            yield f"{rest} skipped for other reasons"

    def _rest(self, kinds: Sequence[FailureKind]) -> int:
        return self.more + sum(kind.count for kind in kinds)


def _headline(kind: FailureKind) -> str:
    first = _clipped(kind.first(), _MOST_OF_THE_FIRST)
    tells = f" ({_which(kind)}{first})" if first else ""
    after = "it" if kind.count == 1 else "them"
    skipped = f"; {kind.skipped} skipped after {after}" if kind.skipped else ""
    return f"{kind.count} x {_named(kind)}{tells}{_status(kind)}{skipped}"


def _which(kind: FailureKind) -> str:
    """Return of which failures of a kind its words are told."""
    if kind.count == 1:
        return ""
    return "first: " if kind.differ else "all: "


def _named(kind: FailureKind) -> str:
    """Return what failures are, and where, from what a script could call them by."""
    if kind.status is Status.ABANDONED:
        return f"abandoned: {_places(kind)}"
    if kind.code is not None:
        # Some services answer with a number alone.
        is_number = kind.code.isdigit() and kind.message
        said = f" ({_clipped(kind.message, _MOST_OF_A_MESSAGE)})" if is_number else ""
        return f"{kind.code}{said}: {_places(kind)}"
    said = f": {_clipped(kind.message, _MOST_OF_A_MESSAGE)}" if kind.message else ""
    return f"{_places(kind)}{said}"


def _status(kind: FailureKind) -> str:
    statuses = " or ".join(map(str, sorted(kind.exit_statuses)))
    return f", exit {statuses}" if statuses else ""


def _places(kind: FailureKind) -> str:
    first, *others = kind.lines
    if len(others) > 1:
        return f"{first} and {len(others)} more lines"
    return " and ".join([first, *others])


def _details(kind: FailureKind) -> Iterator[str]:
    if _is_told(kind):
        what = " ".join(filter(None, (kind.operation, kind.where())))
        yield f"{what}: {kind.message}" if what else kind.message
    said = []
    if kind.request_id:
        said.append(f"request id{' of the first' if kind.count > 1 else ''}: {kind.request_id}")
    if others := _few(kind.others()):
        left = kind.count - 1 - len(others)
        said.append(f"then {', '.join(others)}{f' and {left} more' if left else ''}")
    if said:
        yield "; ".join(said)


def _few(texts: list[str]) -> list[str]:
    """Return the first of some texts: as many as have room, but at least one if there is any."""
    while len(texts) > 1 and len(", ".join(texts)) > _MOST_OF_OTHERS:
        texts = texts[:-1]
    return texts


def _is_told(kind: FailureKind) -> bool:
    """Return whether a kind has a message that its headline does not have."""
    is_named = kind.code is None or kind.code.isdigit() or kind.status is Status.ABANDONED
    return bool(kind.message) and not is_named


def _clipped(text: str, most: int = _MOST_CHARACTERS) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
