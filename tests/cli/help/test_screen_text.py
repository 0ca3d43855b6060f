"""Documents as they are read on a terminal."""

import re
from pathlib import Path

import pytest

from awsbatch.cli.help.screen_text import screen_text

LANGUAGE = Path(__file__).parents[3] / "docs" / "language.md"
CODE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)

DOCUMENT = """\
# A heading that is far longer than the terminal on which it is read here
A paragraph of [`print`](#print) whose words
go on in the next line, and `--no-keep-order`.

- an item of a list, which is too long for one line, with [a link](a.md#b)
- another
```aws
- print <<x>>   # a line of code that is far longer than the terminal

print y
```
| a cell that is far longer than the terminal | and another |
"""
ON_40_COLUMNS = """\
# A heading that is far longer than the terminal on which it is read here
A paragraph of `print` whose words go on
in the next line, and `--no-keep-order`.

- an item of a list, which is too long
  for one line, with a link
- another
```aws
- print <<x>>   # a line of code that is far longer than the terminal

print y
```
| a cell that is far longer than the terminal | and another |
"""


def test_text_is_as_wide_as_the_terminal_and_has_no_links() -> None:
    assert screen_text(DOCUMENT, 40) == ON_40_COLUMNS
    # Narrower, it could not be read.
    assert screen_text(DOCUMENT, 10) == ON_40_COLUMNS


@pytest.mark.parametrize("columns", [80, 120])
def test_the_language_has_all_its_words_and_its_code_as_it_was(columns: int) -> None:
    markdown = LANGUAGE.read_text(encoding="utf-8")
    shown = screen_text(markdown, columns)

    assert CODE.findall(shown) == CODE.findall(markdown)
    links = re.compile(r"\[([^][]+)\]\([^()\s]+\)")
    assert shown.split() == links.sub(r"\1", " ".join(markdown.split())).split()
    text = [line for line in CODE.sub("", shown).split("\n") if line[:1] not in ("|", "#")]
    assert max(map(len, text)) <= min(columns, 100)
