"""The files on this machine that commands of a script may write before others read them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from awsbatch.fault.place import Place
from awsbatch.language.model import Command, Redirect, Word

# One of them may be the reader's own.
_ENOUGH = 2
_S3 = "s3://"
_COPIES = (["s3", "cp"], ["s3", "mv"], ["s3", "sync"])
_ADDRESS = re.compile(r"(?:--[\w-]+=)?fileb?://")
# Options whose value may be the name of a file that is written.
_NAMING = re.compile(
    r"--(?:[\w-]*-)?(?:file\w*|path|out\w*|dir\w*|folder|(?:kube)?config)(?:[-=].*)?", re.DOTALL
)


class LocalFiles:
    """The words so far that may be names of files which are written, in favor of the files.

    Which words these are is known to each command alone: any word that is
    the name counts, and any computed one that is not an option's value.
    """

    def __init__(self) -> None:
        self._unsorted: list[Command | Redirect] = []
        # The first words of each name, or of each beginning of a computed one.
        self._named: dict[PurePath, list[Word]] = {}
        self._computed: dict[str, list[Word]] = {}

    def note(self, statement: Command | Redirect) -> None:
        """Note the files that a command or a `> file` may write."""
        # Most scripts are never asked about.
        self._unsorted.append(statement)

    def may_have(self, path: str, reader: Word) -> bool:
        """Return whether any words but its reader's may have written a file of this name."""
        return any(word is not reader for word in self._writers(path))

    def may_have_before(self, path: str, place: Place) -> bool:
        """Return whether a line before a place may have written a file of this name."""
        return any(
            word.place.file != place.file or word.place.line < place.line
            for word in self._writers(path)
        )

    def _writers(self, path: str) -> Iterator[Word]:
        self._sort()
        # A command may also name the folder of what it writes.
        file = PurePath(path)
        for name in (file, *file.parents):
            yield from self._named.get(name, ())
        for beginning, words in self._computed.items():
            if path.startswith(beginning):
                yield from words

    def _sort(self) -> None:
        for each in self._unsorted:
            for word in [each.target] if isinstance(each, Redirect) else _outputs(each.words):
                words = self._words_of(word)
                if len(words) < _ENOUGH:
                    words.append(word)
        self._unsorted.clear()

    def _words_of(self, word: Word) -> list[Word]:
        """Return the words kept so far for the same name, or the same beginning of one."""
        text = _text(word)
        name = text.partition("=")[2] if text.startswith("--") else text
        if word.literal is None:
            return self._computed.setdefault(name, [])
        return self._named.setdefault(PurePath(name), []) if name else []


def _outputs(words: Sequence[Word]) -> Iterator[Word]:
    """Yield the words of a command that may be names of files that it writes."""
    copies = [word.literal for word in words[:2]] in _COPIES
    before, from_s3 = None, not copies
    for word in words[2:]:
        # What is copied from this machine stays there.
        if from_s3 and not word.starts_with(_S3) and _can_name(word, before):
            yield word
        from_s3 = from_s3 or word.starts_with(_S3) or word.literal is None
        before = word


def _can_name(word: Word, before: Word | None) -> bool:
    if _ADDRESS.match(_text(word)):
        return False
    if word.literal is not None:
        return True
    option = _text(word) if word.starts_with("--") else _text(before) if before else ""
    return not option.startswith("--") or bool(_NAMING.fullmatch(option))


def _text(word: Word) -> str:
    """Return the literal text at the beginning of a word."""
    first = word.parts[0] if word.parts else ""
    return first if isinstance(first, str) else ""
