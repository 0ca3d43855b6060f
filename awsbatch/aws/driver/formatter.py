"""A command's result as data, taken where the CLI would format it.

The CLI hands its formatter Python data, with the paginator unfinished. For
a capture the output is `json`, whatever `--output` says: that formatter
sees all pages and the whole `--query`.
"""

import base64
import datetime as dt
import sys
from typing import Any

from awscli.formatter import is_response_paginated

from awsbatch.aws.invocation import current
from awsbatch.aws.version.hook import replacing
from awsbatch.aws.version.installed import JSONFormatter, format_json_by


@replacing("_format_response")
class _KeepingFormatter(JSONFormatter):  # type: ignore[misc]
    """The CLI's JSON formatter, which also keeps the data where it is wanted."""

    def __call__(self, command_name: str, response: Any, stream: Any = None) -> None:
        invocation = current()
        if invocation is not None and invocation.captures and _is_stdout(stream):
            invocation.keep_value(plain(self._data(response)))
        else:
            super().__call__(command_name, response, stream)

    def _format_response(self, command_name: str, response: Any, stream: Any) -> None:
        invocation = current()
        if invocation is not None and invocation.keeps_value and _is_stdout(stream):
            invocation.keep_value(plain(response))
        super()._format_response(command_name, response, stream)

    def _data(self, response: Any) -> Any:
        data = response.build_full_result() if is_response_paginated(response) else response
        self._remove_request_id(data)
        data = data if self._args.query is None else self._args.query.search(data)
        # The CLI prints nothing for an empty response.
        return None if data == {} else data


def _is_stdout(stream: Any) -> bool:
    """Return whether a formatter prints a result, and not an error (version 2.34 and later)."""
    return stream is None or stream is sys.stdout


# All of the CLI's formatting of JSON goes through this class.
format_json_by(_KeepingFormatter)


def plain(value: Any) -> Any:
    """Return the value as the CLI's JSON would give it: only JSON's own types."""
    match value:
        case dict():
            return {str(name): plain(v) for name, v in value.items()}
        case list() | tuple():
            return [plain(element) for element in value]
        case dt.datetime():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return value
