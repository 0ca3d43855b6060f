"""The values of placeholders, which stay data on their way through the AWS CLI's parsing.

The CLI interprets values: a leading `-` makes an option, `file://` and
`https://` make the content of a file or page, `[` makes JSON, and a comma ends
a value in shorthand. So a value that could be interpreted is replaced by an
opaque token before parsing, and put back in the result of parsing. A value of
plain letters and digits needs no token.
"""

import json
import re
import secrets
from collections.abc import Sequence
from typing import Any

from awsbatch.aws.version.installed import FILE_PREFIXES
from awsbatch.contract.word import Data, Word

# Tokens are identifiers: one value in shorthand, JSON and JMESPath alike. The random part keeps
# a script from writing one.
_MARK = f"Zd{secrets.token_hex(8)}x"
_TOKEN = re.compile(rf"{_MARK}(\d+)z")

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_PLAIN_WORD = re.compile(r"[A-Za-z0-9_/.@+][A-Za-z0-9_/.:@+-]*", re.ASCII)
_PLAIN_PART = re.compile(r"[A-Za-z0-9_.-]+", re.ASCII)
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+", re.ASCII)
_SHORTHAND_FILE = re.compile(r"@=fileb?://[^,\]}]*\Z")
_OPTION = re.compile(r"--[A-Za-z0-9-]+=")


class PlaceholderValues:
    """The values of one command that were replaced by tokens."""

    def __init__(self) -> None:
        self._values: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._values)

    def encode(self, words: Sequence[Word]) -> list[str]:
        """Return the words for the CLI's parsers, with tokens in the place of such values."""
        # Nearly all are literal; `match` would take its time for each of them.
        return [
            word[0] if len(word) == 1 and type(word[0]) is str else self._word(word)
            for word in words
        ]

    def restore(self, text: str) -> str:
        """Return a text with values in the place of their tokens, unescaped."""
        if _MARK not in text:
            return text
        return _TOKEN.sub(lambda token: self._values[int(token[1])], text)

    def restore_value(self, text: str) -> str:
        """Return the text of an argument with values in the place of their tokens.

        Inside JSON they are escaped, so that no value ends the JSON string
        that it stands in.
        """
        if _MARK not in text:
            return text
        if text.lstrip()[:1] in ("{", "[") and _is_json(text):
            return _TOKEN.sub(lambda token: _in_json(self._values[int(token[1])]), text)
        return self.restore(text)

    def restore_all(self, value: Any) -> Any:
        """Return parsed data with values in it; lists and mappings are changed in place."""
        match value:
            case str():
                return self.restore_value(value)
            case list():
                value[:] = [self.restore_all(element) for element in value]
            case dict():
                restored = [(self.restore_all(k), self.restore_all(v)) for k, v in value.items()]
                value.clear()
                value.update(restored)
            case _:
                pass
        return value

    def _word(self, word: Word) -> str:
        match word:
            case ():
                return ""
            case (str(literal),):
                return literal
            case (str(literal), *rest) if option := _OPTION.match(literal):
                return option[0] + self._value((literal[option.end() :], *rest))
            case _:
                return self._value(word)

    def _value(self, word: Word) -> str:
        match [piece for piece in word if piece != ""]:
            case [Data(text, structured)]:
                plain = structured or _NUMBER.fullmatch(text) or _is_plain(text)
                return text if plain else self._token(text)
            case [str(literal), *_] as pieces if literal.startswith(FILE_PREFIXES):
                # The author of the script wrote the prefix: the value is a path, and meant as one.
                return "".join(p.text if isinstance(p, Data) else p for p in pieces)
            case pieces:
                return self._mixed(pieces)

    def _mixed(self, pieces: Sequence["str | Data"]) -> str:
        written = ""
        for piece in pieces:
            match piece:
                case Data(text, structured):
                    verbatim = structured or _NUMBER.fullmatch(text)
                    inside = _is_json_value(written) if verbatim else bool(written)
                    safe = inside and (verbatim or _PLAIN_PART.fullmatch(text))
                    if _SHORTHAND_FILE.search(written):
                        # The CLI opens the file while it parses, so a token would be too late.
                        safe = _PLAIN_PATH.fullmatch(text)
                    written += text if safe else self._token(text)
                case str():
                    written += piece
        return written

    def _token(self, text: str) -> str:
        self._values.append(text)
        return f"{_MARK}{len(self._values) - 1}z"


def has_token(value: Any) -> bool:
    """Return whether a string or a list of strings holds a token."""
    match value:
        case str():
            return _MARK in value
        case list():
            return any(has_token(element) for element in value)
        case _:
            return False


def is_token(text: str) -> bool:
    """Return whether a text is one token and nothing else."""
    return _TOKEN.fullmatch(text) is not None


def _is_plain(text: str) -> bool:
    return bool(_PLAIN_WORD.fullmatch(text)) and "://" not in text


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _is_json_value(before: str) -> bool:
    """Return whether a whole JSON value may follow `before`, which does not end in a string."""
    if before.lstrip()[:1] not in ("{", "["):
        return bool(before)
    return len(re.findall(r'(?<!\\)(?:\\\\)*"', before)) % 2 == 0


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
