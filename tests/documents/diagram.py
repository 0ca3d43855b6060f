"""The picture of the house in CONTRIBUTING.md, drawn from the contract that holds the imports.

    python -m tests.documents.diagram

writes it anew. Rows come from `[tool.importlinter]`, sentences from the
docstrings of the rooms.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = ROOT / "CONTRIBUTING.md"
_LAYERS = re.compile(
    r'containers = \["(?P<container>.+)"\]\nlayers = \[\n(?P<rows>(?: {4}".*\n)+)\]'
)
_PICTURE = re.compile(r"```mermaid\n.*?```\n", re.DOTALL)


def layers() -> dict[str, list[list[str]]]:
    """Return the rows of rooms by the package that they are in, each row above those it imports."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return {
        found["container"]: [
            [room.strip(" ()") for room in row.split("|")]
            for row in re.findall(r'"(.*)"', found["rows"])
        ]
        for found in _LAYERS.finditer(text)
    }


def picture() -> str:
    """Return the picture as a Mermaid flowchart."""
    return "\n".join(["```mermaid", "flowchart TB", *_rows(layers()["awsbatch"]), "```", ""])


def _rows(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f'  subgraph {number}[" "]'
        for room in row:
            yield f'    {room}["<b>{room}</b><br>{_sentence(room)}"]'
        yield "  end"
        if number:
            yield f"  {number - 1} --> {number}"


def _sentence(room: str) -> str:
    path = ROOT / "awsbatch" / room
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    sentence = docstring.split("\n", 1)[0].rstrip(".").replace("`", "")
    return sentence.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def main() -> None:
    """Write the picture into the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(_PICTURE.sub(lambda _: picture(), text), encoding="utf-8")


if __name__ == "__main__":
    main()
