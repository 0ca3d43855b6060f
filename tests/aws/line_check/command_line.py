"""Command lines as tables of cases have them."""

import re

from awsbatch.contract.word import Data, Word


def words(line: str) -> list[Word]:
    """Return the words of a line in which `<<text>>` is a value, and spaces separate words."""
    return [
        tuple(
            Data(piece[2:-2], structured=piece[2:3] in ("{", "["))
            if piece.startswith("<<")
            else piece
            for piece in re.split("(<<.*?>>)", word)
            if piece
        )
        for word in line.split(" ")
    ]
