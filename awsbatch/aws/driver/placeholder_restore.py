"""Values that stay data on their way through the AWS CLI's parsing.

The CLI reads much into a value: a leading `-` makes it an option, `file://`
and `https://` make it the content of a file or page, `[` makes it JSON, a
comma in shorthand ends it. So a value that could be read as anything but
itself goes in as an opaque token, and is put back in what parsing gave.
A value that cannot (plain letters, digits and the like) goes in as it is.
"""

import copy
import json
import os
import re
import secrets
from collections.abc import Mapping, Sequence
from io import IOBase
from typing import Any

from awscli import SCALAR_TYPES
from awscli.argprocess import ParamError, ParamShorthandParser, unpack_cli_arg
from awscli.arguments import CLIArgument
from awscli.paramfile import LOCAL_PREFIX_MAP, REMOTE_PREFIX_MAP
from awscli.utils import is_streaming_blob_type

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
_FILE_PREFIXES = (*LOCAL_PREFIX_MAP, *REMOTE_PREFIX_MAP)
# Their values are parsed as JSON later than other values are.
_WHOLE_INPUT = ("cli-input-json", "cli-input-yaml")


class Tokens:
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
            case [str(literal), *_] as pieces if literal.startswith(_FILE_PREFIXES):
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


class DataHandlers:
    """The handlers on a session's events that put values back after parsing."""

    def __init__(self) -> None:
        self.tokens = Tokens()
        self._table: Mapping[str, Any] = {}
        self._files: list[IOBase] = []
        self._shorthand = ParamShorthandParser()

    def register(self, events: Any) -> None:
        """Listen on a session's emitter, before the CLI's own handlers."""
        events.register_last("top-level-args-parsed", self._restore_query)
        events.register_first("before-building-argument-table-parser", self._note_table)
        events.register_first("operation-args-parsed", self._restore_arguments)
        events.register_first("load-cli-arg", self._load)
        events.register_first("process-cli-arg", self._process)
        events.register_last("calling-command", self._restore_parameters)

    def _restore_query(self, parsed_args: Any, **_: Any) -> None:
        query = parsed_args.query
        if self.tokens and query is not None:
            # A copy: jmespath keeps what it compiled, by its text, for later commands.
            tree = copy.deepcopy(query.parsed)
            _restore_tree(self.tokens, tree)
            parsed_args.query = type(query)(query.expression, tree)

    def _note_table(self, argument_table: Mapping[str, Any], **_: Any) -> None:
        self._table = argument_table

    def _restore_arguments(self, parsed_args: Any, **_: Any) -> None:
        """Put values back where the CLI's customizations read the parsed arguments.

        Not those of the operation's own parameters, which are yet to be
        parsed, nor one that would then be taken for a file.
        """
        if not self.tokens:
            return
        for name, argument in self._table.items():
            if isinstance(argument, CLIArgument):
                continue
            value = getattr(parsed_args, argument.py_name, None)
            if isinstance(value, str) and not self._parsed_later(name, value):
                setattr(parsed_args, argument.py_name, self.tokens.restore(value))

    def _parsed_later(self, name: str, value: str) -> bool:
        if name in _WHOLE_INPUT and not _TOKEN.fullmatch(value):
            return True
        return self.tokens.restore(value).startswith(_FILE_PREFIXES)

    def _load(self, param: Any, value: Any, **_: Any) -> Any:
        if not self.tokens or isinstance(param, CLIArgument) or not _has_token(value):
            return None
        if param is not None and getattr(param.argument_model, "type_name", "") in _COMPLEX:
            return None
        return self.tokens.restore_all(value)

    def _process(self, cli_argument: Any, value: Any, event_name: str, **_: Any) -> Any:
        if not self.tokens or not _has_token(value):
            return None
        model = cli_argument.argument_model
        if is_streaming_blob_type(model):
            return _open(self.tokens.restore(value), cli_argument.cli_name)
        if model.type_name in SCALAR_TYPES and model.type_name not in ("string", "blob"):
            return unpack_cli_arg(cli_argument, self.tokens.restore(value))
        parsed = self._shorthand(cli_argument=cli_argument, value=value, event_name=event_name)
        if parsed is None:
            parsed = unpack_cli_arg(cli_argument, value)
        return self.tokens.restore_all(parsed)

    def close_files(self) -> None:
        """Close the files that the command uploaded: the CLI leaves that to its process's end."""
        for file in self._files:
            file.close()
        self._files.clear()

    def _restore_parameters(self, call_parameters: Any, **_: Any) -> None:
        self._files += [value for value in call_parameters.values() if isinstance(value, IOBase)]
        if self.tokens:
            self.tokens.restore_all(call_parameters)


_COMPLEX = ("structure", "list", "map")


def _has_token(value: Any) -> bool:
    match value:
        case str():
            return _MARK in value
        case list():
            return any(_has_token(element) for element in value)
        case _:
            return False


def _restore_tree(tokens: Tokens, node: dict[str, Any]) -> None:
    """Put values back in a compiled JMESPath: in its literals and field names."""
    if "value" in node:
        node["value"] = tokens.restore_all(node["value"])
    for child in node["children"]:
        if isinstance(child, dict):
            _restore_tree(tokens, child)


def _open(path: str, cli_name: str) -> Any:
    if not os.path.isfile(path):  # noqa: PTH113 (as the CLI does)
        raise ParamError(cli_name, "Blob values must be a path to a file.")
    return open(path, "rb")  # noqa: PTH123 (the call closes it)


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
