"""The fenced blocks of the documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@dataclass(frozen=True)
class Block:
    """A fenced block of a document."""

    document: Path
    line: int
    kind: str
    text: str
    heading: str
    """The last one before it."""

    def __str__(self) -> str:
        return f"{self.document.name}:{self.line}"

    @property
    def file(self) -> str | None:
        """The file that its first line says it is."""
        named = re.match(r"# (\S+\.(?:aws|sh)): ", self.text)
        return named[1] if named else None

    @property
    def versions(self) -> str | None:
        """The versions of the AWS CLI that its first line says it is for: `12` are both."""
        named = re.match(r"# (?:version ([12])|both)\n", self.text)
        return (named[1] or "12") if named else None


def _blocks(document: Path) -> Iterator[Block]:
    text = document.read_text(encoding="utf-8")
    for found in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        before = text[: found.start()]
        # A comment of a block is none.
        headings = re.findall(r"^#+ (.+)$", re.sub(r"(?ms)^```.*?^```$", "", before), re.MULTILINE)
        yield Block(document, before.count("\n") + 1, found[1], found[2], headings[-1])


BLOCKS = [block for document in DOCUMENTS for block in _blocks(document)]
