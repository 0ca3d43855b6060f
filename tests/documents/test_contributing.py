import re

from tests.documents.diagram import DOCUMENT, ROOT, layers, picture

TEXT = DOCUMENT.read_text(encoding="utf-8")


def test_the_picture_is_drawn_from_the_contract() -> None:
    assert picture() in TEXT, "run `python -m tests.documents.diagram`"


def test_every_room_is_in_the_contract() -> None:
    for container, rows in layers().items():
        folder = ROOT / container.replace(".", "/")
        rooms = {path.stem for path in folder.iterdir() if not path.name.startswith("__")}
        expected = {room for row in rows for room in row}
        assert rooms == expected, container


def test_every_path_that_it_names_exists() -> None:
    named = re.findall(r"`((?:awsbatch|tests|benchmarks|docs|\.ci)/[\w./-]*)", TEXT)

    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_it_can_be_read_at_one_sitting() -> None:
    assert len(TEXT.splitlines()) <= 120
