"""The tokens of a JMESPath text, even a faulty one, and the brackets that it leaves open.

jmespath.py's own lexer stops at the first fault, and its tokens do not have
their length in the text, which the carets of messages need.
"""

import re
from collections.abc import Iterator

# Longest first. `$name`, `<>`, `=~` and decimals are not JMESPath, but are shown whole.
_TOKEN = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`
       |\$?[A-Za-z_][A-Za-z0-9_]*|\$[0-9]+|-?[0-9]+(?:\.[0-9]+)?
       |\[[?\]]|[<>=!]=|<>|=~|&&|\|\||.""",
    re.VERBOSE | re.DOTALL,
)
_CLOSERS = {"(": ")", "[": "]", "[?": "]", "{": "}"}


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the words, strings, numbers and symbols of a text, without white space."""
    return (match for match in _TOKEN.finditer(text) if not match[0].isspace())


def token(text: str, position: int) -> str:
    """Return the token at a position, which may be white space; empty at the end."""
    match = _TOKEN.match(text, position)
    return match[0] if match else ""


def width(text: str, position: int) -> int:
    """Return the length in characters of the token at a position, or of what its bracket closes."""
    first = token(text, position)
    if first not in ("[", "[?"):
        return len(first)
    depth = 0
    for match in _TOKEN.finditer(text, position):
        depth += (match[0] in _CLOSERS) - (match[0] in _CLOSERS.values())
        if not depth:
            return match.end() - position
    return len(first)


def closing(text: str) -> str:
    """Return the brackets that would close those that a text leaves open, innermost first."""
    closers: list[str] = []
    for match in tokens(text):
        if match[0] in _CLOSERS:
            closers.append(_CLOSERS[match[0]])
        # A bracket that closes nothing is a fault of its own, and changes nothing here.
        elif closers and match[0] == closers[-1]:
            closers.pop()
    return "".join(reversed(closers))
