"""A command as its line has it, for hints that are the line to write instead."""

import re
from collections.abc import Sequence

from awsbatch.language.model import Placeholder, Word
from awsbatch.record import record

_PATH = re.compile(r"[\w.-]*(?:/[\w.-]+)*/(?=aws(?:[ \t]|\Z))")
_REDIRECT = re.compile(r"[ \t]*>{1,2}[ \t]*[^ \t#]+")


@record
class WrittenCommand:
    """A command with its quotes and placeholders, and what stands around it on its line."""

    front: str
    """What stands before it and stays, such as `x = `."""
    text: str
    end: str
    """What it sends its output to, such as ` > file`."""
    only_words: int | None
    """Where in the text a bare `--` stands, after which nothing is an option."""

    def line(self, before: str = "", *, added: str = "") -> str:
        """Return the line with text before the command and options added to it."""
        at = len(self.text) if self.only_words is None else self.only_words
        return f"{self.front}{before}{self.text[:at]}{added}{self.text[at:]}{self.end}"


def written(first: Word, command: Sequence[Word]) -> WrittenCommand | None:
    """Return the command that ends a line, or None if it is on more than one.

    The word `first` is the first one that is to go. `/usr/bin/aws` is `aws`.
    """
    text = first.place.text
    if not command or not all(each.place.text == text and is_whole(each) for each in command):
        return None
    path = _PATH.match(text, command[0].place.column - 1)
    begin = path.end() if path else command[0].place.column - 1
    end = _end(command[-1])
    bare = next((word for word in command if word.literal == "--"), None)
    redirect = _REDIRECT.match(text, end)
    return WrittenCommand(
        text[: first.place.column - 1].lstrip(),
        text[begin:end],
        redirect[0] if redirect else "",
        bare.place.column - 2 - begin if bare else None,
    )


def is_whole(word: Word) -> bool:
    """Return whether a word ends on the line on which it begins."""
    texts = [
        part.expression.source if isinstance(part, Placeholder) else part for part in word.parts
    ]
    return "\n" not in "".join(texts) and not word.place.text.endswith("\\", 0, _end(word))


def _end(word: Word) -> int:
    return word.place.column - 1 + word.place.width
