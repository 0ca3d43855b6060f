"""Values that stay data on their way through the AWS CLI's parsing.

The CLI reads much into a value: a leading `-` makes it an option, `file://`
and `https://` make it the content of a file or page, `[` makes it JSON, a
comma in shorthand ends it. So a value that could be read as anything but
itself goes in as an opaque token, and is put back in what parsing gave.
A value that cannot (plain letters, digits and the like) goes in as it is.
"""

import json
import re
import secrets
from collections.abc import Sequence
from typing import Any

from awscli.paramfile import LOCAL_PREFIX_MAP, REMOTE_PREFIX_MAP

from awsbatch.contract.word import Data, Word

# An identifier, so that it is one value in shorthand, JSON and JMESPath alike.
_MARK = f"Zd{secrets.token_hex(8)}x"
_TOKEN = re.compile(rf"{_MARK}(\d+)z")

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_PLAIN_WORD = re.compile(r"[A-Za-z0-9_/.@+][A-Za-z0-9_/.:@+-]*", re.ASCII)
_PLAIN_PART = re.compile(r"[A-Za-z0-9_.-]+", re.ASCII)
_PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+", re.ASCII)
_SHORTHAND_FILE = re.compile(r"@=fileb?://[^,\]}]*\Z")
_OPTION = re.compile(r"--[A-Za-z0-9-]+=")
FILE_PREFIXES = (*LOCAL_PREFIX_MAP, *REMOTE_PREFIX_MAP)
"""What the CLI takes for the start of a file's or page's address, not for a value."""


class PlaceholderValues:
    """The values of one command that went in as tokens."""

    def __init__(self) -> None:
        self._values: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._values)

    def encode(self, words: Sequence[Word]) -> list[str]:
        """Return the words as the CLI's parsers may see them."""
        # Nearly all are literal; `match` would take its time for each of them.
        return [
            word[0] if len(word) == 1 and type(word[0]) is str else self._word(word)
            for word in words
        ]

    def restore(self, text: str) -> str:
        """Put values back in place of their tokens, as they are."""
        if _MARK not in text:
            return text
        return _TOKEN.sub(lambda token: self._values[int(token[1])], text)

    def restore_value(self, text: str) -> str:
        """Put values back in an argument's text: inside JSON, escaped as JSON is.

        So a value cannot end the JSON string that the author put it in.
        """
        if _MARK not in text:
            return text
        if text.lstrip()[:1] in ("{", "[") and _is_json(text):
            return _TOKEN.sub(lambda token: _in_json(self._values[int(token[1])]), text)
        return self.restore(text)

    def restore_all(self, value: Any) -> Any:
        """Put values back in parsed data, in place where it is a list or a mapping."""
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
                # The author says that a file is meant, and the value only which.
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
                        # The CLI opens it while it parses: the name must be there by then.
                        safe = _PLAIN_PATH.fullmatch(text)
                    written += text if safe else self._token(text)
                case str():
                    written += piece
        return written

    def _token(self, text: str) -> str:
        self._values.append(text)
        return f"{_MARK}{len(self._values) - 1}z"


def has_token(value: Any) -> bool:
    """Return whether a value that the CLI has parsed holds the token of one of these."""
    match value:
        case str():
            return _MARK in value
        case list():
            return any(has_token(element) for element in value)
        case _:
            return False


def is_token(text: str) -> bool:
    """Return whether a text is the token of one value and nothing else."""
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
    """Return whether a JSON value, not the inside of a JSON string, may follow `before`."""
    if before.lstrip()[:1] not in ("{", "["):
        return bool(before)
    return len(re.findall(r'(?<!\\)(?:\\\\)*"', before)) % 2 == 0


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
