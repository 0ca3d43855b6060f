"""Functions of texts that hold data in another form: JSON, CSV, base64, URLs."""

import base64
import csv
import io
import json
import re
import urllib.parse
from collections.abc import Sequence

from awsbatch.expression.functions.signature import EvaluationError, shown, takes
from awsbatch.fault.wording import counted, uncapitalized


class CodecFunctions:
    """The functions that take data from texts, and write them as other programs read them."""

    @takes(["string"])
    def _func_from_json(self, text: str) -> object:
        """Return the value of a JSON text; raise `EvaluationError` for any other text."""
        if not text.strip():
            raise EvaluationError(
                "`from_json()` takes JSON, found an empty string", "give a default: x || 'null'"
            )
        try:
            return json.loads(text, parse_constant=_no_constant)
        except ValueError as error:
            reason = re.sub(r" \(char [0-9]+\)$", "", uncapitalized(str(error)))
            raise EvaluationError(
                f"`from_json()` takes JSON, and this is not valid: {reason}"
            ) from error

    @takes(["string"])
    def _func_from_csv(self, text: str) -> list[dict[str, str]]:
        """Return an object of strings for each line of a CSV text after its header line.

        Blank lines are skipped. Raise `EvaluationError` for a text without a
        header, and for a line that has more or fewer values than the header.
        """
        # A byte order mark, which spreadsheets write.
        rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        objects: list[dict[str, str]] = []
        header: list[str] = []
        try:
            for row in rows:
                if header and row:
                    objects.append(_record(header, row, rows.line_num))
                header = header or _header(row)
        except csv.Error as error:
            raise EvaluationError(
                f"`from_csv()` cannot read line {rows.line_num}: {error}"
            ) from error
        if not header:
            raise EvaluationError("`from_csv()` takes CSV with a header line, found an empty text")
        return objects

    @takes(["string"])
    def _func_base64_encode(self, text: str) -> str:
        """Return the base64 of a text's bytes in UTF-8."""
        return base64.b64encode(text.encode()).decode("ascii")

    @takes(["string"])
    def _func_base64_decode(self, text: str) -> str:
        """Return the text that base64 holds, in which line ends mean nothing.

        Raise `EvaluationError` for what is not base64, and for bytes that are
        not UTF-8, which no value can hold.
        """
        try:
            decoded = base64.b64decode("".join(text.split()), validate=True)
        except ValueError as error:
            raise EvaluationError(f"`base64_decode()` takes base64, found {shown(text)}") from error
        try:
            return decoded.decode()
        except UnicodeDecodeError as error:
            raise EvaluationError(
                "`base64_decode()` gives a text, and these bytes are not UTF-8",
                "give the base64 to the option as it is, or to one that takes a file by fileb://",
            ) from error

    @takes(["string"])
    def _func_url_encode(self, text: str) -> str:
        """Return a text with all but letters, digits and `-._~` as `%XX` of its UTF-8."""
        return urllib.parse.quote(text, safe="")


def _no_constant(name: str) -> object:
    raise ValueError(f"it contains {name}")


def _header(row: Sequence[str]) -> list[str]:
    twice = next((name for name in row if row.count(name) > 1), None)
    if twice is not None:
        raise EvaluationError(f"`from_csv()` takes a name once, and the header has `{twice}` twice")
    return [*row]


def _record(header: Sequence[str], row: Sequence[str], line: int) -> dict[str, str]:
    if len(row) != len(header):
        raise EvaluationError(
            f"`from_csv()` takes {counted(len(header), 'value')} a line, as in the header,"
            f" found {len(row)} in line {line}"
        )
    return dict(zip(header, row, strict=True))
