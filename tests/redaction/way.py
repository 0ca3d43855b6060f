"""The ways in which something may write a secret."""

import base64
import json
import re
import shlex
import urllib.parse
from collections.abc import Callable
from html import escape
from typing import TypeAlias

from awsbatch.contract import quoting

SECRET = "p@ss w\"or'd\\x/é€𝄞+9"
"""It has a character of each kind that something escapes."""

Way: TypeAlias = Callable[[str], str]


def of_bytes(encode: Callable[[bytes], bytes], before: str = "", after: str = "") -> Way:
    def way(text: str) -> str:
        return encode(f"{before}{text}{after}".encode()).decode()

    return way


WAYS: dict[str, Way] = {
    "as it is": str,
    "a shell": shlex.quote,
    "the quoting of commands": lambda text: quoting.joined([text]),
    "the quoting on one line": lambda text: quoting.on_one_line([f"{text}\t"]),
    "other shells": lambda text: "'" + text.replace("'", r"'\''") + "'",
    "JSON": json.dumps,
    "JSON as Unicode": lambda text: json.dumps(text, ensure_ascii=False),
    "JSON with slashes": lambda text: json.dumps(text).replace("/", r"\/"),
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)),
    "JSON in a shell": lambda text: shlex.quote(json.dumps({"a": text})),
    "JSON in JSON in a shell": lambda text: shlex.quote(json.dumps({"a": json.dumps([text])})),
    "a traceback": repr,
    "a traceback in ASCII": ascii,
    "a traceback of bytes": lambda text: repr(text.encode()),
    "a URL": urllib.parse.quote,
    "a URL in lower case": lambda text: re.sub(
        "%..", lambda found: found[0].lower(), urllib.parse.quote(text)
    ),
    "a part of a URL": lambda text: urllib.parse.quote(text, safe=""),
    "a URL with little escaped": lambda text: urllib.parse.quote(text, safe=" '\"@+"),
    "a form": urllib.parse.quote_plus,
    "XML": escape,
    "base64": of_bytes(base64.b64encode),
    "base64 of a user and it": of_bytes(base64.b64encode, "user:"),
    "base64 after a byte": of_bytes(base64.b64encode, "a", "z"),
    "base64 after two bytes": of_bytes(base64.b64encode, "ab", "yz"),
    "base64 for URLs": of_bytes(base64.urlsafe_b64encode),
    "base64 in lines": of_bytes(base64.encodebytes, "a" * 45, "b" * 70),
    "base64 without padding": lambda text: base64.b64encode(text.encode()).decode().rstrip("="),
}
