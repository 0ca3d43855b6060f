"""What tells the words of one command from those of another, as a text that is digested.

A value that a script puts in place is told as if its author had written it,
wherever the AWS CLI takes both for the same: so a line keeps its key when it
is moved into a loop.
"""

import os
import re
import stat
from collections.abc import Iterator, Sequence
from hashlib import sha256

from awsbatch.contract.word import Data, Piece, Word, text_of

# What the AWS CLI takes for an option, a question for help or an address if an author wrote it.
_means_more = re.compile(r"-|help\Z|.*(?:fileb?|https?)://", re.DOTALL).match
# What means something within another text: the shorthand syntax, JSON, and addresses.
_means_more_inside = re.compile(r"""[,=[\]{}"'\\]|(?:fileb?|https?)://""").search
_FILE = re.compile(r"(?:^(?:--[a-zA-Z0-9-]+=)?|@=)fileb?://")
_END = re.compile(r"[,\]}]")
"""What ends a path within the shorthand syntax."""
_PIECE = 1 << 20
"""So many bytes of a file are read at a time."""


def words_text(words: Sequence[Word]) -> str:
    """Return a text that is the same for the same words, and for no others."""
    if (text := literal_text(words)) is not None:
        return text
    told = [*map(_told, words)]
    try:
        return texts_text(told)  # type: ignore[arg-type]
    except TypeError:
        # One of them is no text.
        return ascii(told)


def literal_text(words: Sequence[Word]) -> str | None:
    """Return that text if all words are as their author wrote them: they have a null between them.

    Each command of a stream is told by it. What raises here takes less time
    than to look at each word.
    """
    try:
        text = "\0".join([word for (word,) in words])  # type: ignore[misc]
    except (TypeError, ValueError):
        # A value, or a word of several pieces or none.
        return None
    return text if text.count("\0") == len(words) - 1 else None


def texts_text(texts: Sequence[str]) -> str:
    """Return a text that is the same for the same texts, and for no others."""
    joined = "\0".join(texts)
    return joined if joined.count("\0") == len(texts) - 1 else ascii(texts)


def names_files(text: str) -> bool:
    """Return whether the words of a text may be the addresses of files."""
    return "file://" in text or "fileb://" in text


def contents(words: Sequence[Word]) -> list[tuple[str, str]]:
    """Return the paths of the files whose contents are values, each with a digest of its content.

    Only where the author of a script wrote the address: a value that looks
    like one is just that. A file that is missing or is no regular file has an
    empty digest: the command fails by itself, or reads what can be read once.
    """
    return [(path, _content(path)) for word in words for path in _paths(word)]


def _told(word: Word) -> object:
    match word:
        case ():
            return ""
        case (str(text),):
            return text
        case (Data(text, _),):
            return [*map(_piece, word)] if _means_more(text) else text
        case (first, *_) if (_is_plain_start(first)) and not any(map(_stands_apart, word)):
            return text_of(word)
        case _:
            return [*map(_piece, word)]


def _is_plain_start(piece: Piece) -> bool:
    if isinstance(piece, Data):
        return not _means_more(piece.text)
    # A value that follows the name of an option without `=` makes another name of it.
    return piece[:1] != "-" or "=" in piece


def _stands_apart(piece: Piece) -> bool:
    """Return whether a value would be taken for something else if the author had written it."""
    return isinstance(piece, Data) and _means_more_inside(piece.text) is not None


def _piece(piece: Piece) -> object:
    return piece if isinstance(piece, str) else (piece.text, piece.structured)


def _paths(word: Word) -> Iterator[str]:
    """Yield the paths of the files that the author of a word has put in it."""
    text, written = "", []
    for piece in word:
        part = piece if isinstance(piece, str) else piece.text
        if isinstance(piece, str):
            written.append((len(text), len(text) + len(part)))
        text += part
    for found in _FILE.finditer(text):
        if any(start <= found.start() and found.end() <= end for start, end in written):
            path = text[found.end() :]
            if found[0].startswith("@="):
                path = _END.split(path, maxsplit=1)[0]
            yield path


def _content(path: str) -> str:
    """Return a digest of the content of a file; empty where it has none that can be read twice."""
    # As the AWS CLI has it.
    name = os.path.expandvars(os.path.expanduser(path))  # noqa: PTH111
    digest = sha256()
    try:
        # A pipe would be waited for, and what is read of it would be gone.
        if not stat.S_ISREG(os.stat(name).st_mode):  # noqa: PTH116 (a name may be no path at all)
            return ""
        with open(name, "rb") as file:  # noqa: PTH123
            while piece := file.read(_PIECE):
                digest.update(piece)
    except (OSError, ValueError):
        return ""
    return digest.hexdigest()
