"""A document in Markdown as it is read on a terminal: no links, and lines as wide as it is."""

import re
import textwrap
from collections.abc import Iterator, Sequence

_FENCE = "```"
_WHOLE = ("|", "#")
"""How lines begin that stay as long as they are: of a table, and headings."""
_LINK = re.compile(r"\[([^][]+)\]\([^()\s]+\)")
_BULLET = "- "
_WIDEST = 100
_NARROWEST = 40


def screen_text(markdown: str, columns: int) -> str:
    """Return a document for a terminal of so many columns; code and tables keep their width."""
    width = max(min(columns, _WIDEST), _NARROWEST)
    blocks = _blocks(markdown.removesuffix("\n").split("\n"))
    return "\n".join(line for block in blocks for line in _shown(block, width)) + "\n"


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines that belong together: of code, of a paragraph, of an item in a list."""
    block: list[str] = []
    for line in lines:
        if block and not _continues(block, line):
            yield block
            block = []
        block.append(line)
    yield block


def _continues(block: Sequence[str], line: str) -> bool:
    first = block[0]
    if first.startswith(_FENCE):
        return len(block) == 1 or not block[-1].startswith(_FENCE)
    is_text = first != "" and not first.startswith(_WHOLE)
    return is_text and line != "" and not line.startswith((*_WHOLE, _FENCE, _BULLET))


def _shown(block: Sequence[str], width: int) -> Sequence[str]:
    if block[0].startswith(_FENCE):
        return block
    text = _LINK.sub(r"\1", " ".join(line.strip() for line in block))
    if not text or text.startswith(_WHOLE):
        return [text]
    return textwrap.wrap(
        text,
        width,
        subsequent_indent="  " if text.startswith(_BULLET) else "",
        break_long_words=False,
        break_on_hyphens=False,
    )
