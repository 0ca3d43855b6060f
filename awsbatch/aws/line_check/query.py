"""What is wrong with a `--query`, and what in it is hardly meant."""

import re
import warnings
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from awscli.customizations.globalargs import resolve_types

from awsbatch.aws.line_check.cli_parser import GivenOption
from awsbatch.contract.finding import Finding
from awsbatch.expression import scanner
from awsbatch.expression.interpreter import JMESPATH_FUNCTIONS
from awsbatch.fault.suggestion import meant
from awsbatch.fault.wording import uncapitalized

_OPERAND = re.compile(r"""[\w'"`)\]}@*]\Z""")
_A_NAME = re.compile(r'"([A-Za-z_][A-Za-z0-9_]*)"')
_GOES_ON = frozenset({".", "[", "[?", "[]"})


def wrong_query(given: GivenOption) -> Iterator[Finding]:
    """Find why a `--query` does not compile, or warn of what it can hardly mean."""
    error = _refusal(given.value)
    if error is not None:
        yield _fault(given, error)
        return
    tokens = list(scanner.tokens(given.value))
    for at, token in enumerate(tokens):
        yield from _unknown_function(given, token, tokens[at + 1 :])
        if token[0] in ("==", "!="):
            yield from _compared_name(given, tokens[at - 1], tokens[at + 1 :])


def _refusal(text: str) -> Exception | None:
    """Compile it as the CLI does."""
    with warnings.catch_warnings():
        # jmespath 1.1 warns of literals that are not JSON, `running`.
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        try:
            resolve_types(Namespace(query=str(text)))
        except Exception as error:  # noqa: BLE001 (the CLI ends with whatever it is)
            return error
    return None


def _fault(given: GivenOption, error: Exception) -> Finding:
    value, cause = given.value, error.__context__
    position = getattr(cause, "lex_position", None)
    if position is None:
        return Finding(value.place, "`--query` is empty", "write a JMESPath expression, or nothing")
    what, hint = _cause(value, position, cause)
    start = value.offset + min(position, len(value) - 1)
    return Finding(value.place, f"`--query` is not valid JMESPath: {what}", hint, start, 1)


def _cause(text: str, position: int, cause: Any) -> tuple[str, str | None]:
    found, lexed = cause.token_value, getattr(cause, "message", None)
    if lexed:
        return _lexed(found, lexed)
    if found in (None, ""):
        return "it ends too soon", _ending(text)
    hint = None
    if isinstance(found, int):
        hint = f"write a number as `` `{found}` ``"
    elif text[position] == "." and _refusal(f"{text[:position]}{text[position + 1 :]}") is None:
        hint = "leave it out" if text[:position].strip() else "leave out the first `.`"
    return f"unexpected `{found}`", hint


def _lexed(found: str, message: str) -> tuple[str, str | None]:
    """Put jmespath's own words for what is no token into those of other messages."""
    if message.startswith("Unclosed"):
        return f"nothing closes this {_shown(found[0])}", f"write the second {_shown(found[0])}"
    if message.startswith("Unknown token"):
        return f"unexpected {_shown(found)}", "write `==`" if found.startswith("=") else None
    if message.startswith("Bad token"):
        return "these backquotes hold no JSON", "write a string in single quotes"
    return uncapitalized(message), None


def _shown(text: str) -> str:
    return "`` ` ``" if text == "`" else f"`{text}`"


def _ending(text: str) -> str | None:
    """Say what a text that ends too soon lacks, if it is plain."""
    closing = scanner.closing(text)
    if closing and _refusal(f"{text}{closing}") is None:
        return f"write `{closing}` at the end"
    *_, last = scanner.tokens(text)
    return None if _OPERAND.search(last[0]) else f"write what follows {_shown(last[0])}"


def _unknown_function(
    given: GivenOption, token: re.Match[str], following: Sequence[re.Match[str]]
) -> Iterator[Finding]:
    name = token[0]
    if (
        not (following and following[0][0] == "(" and name.isidentifier())
        or name in JMESPATH_FUNCTIONS
    ):
        return
    near = meant(name, JMESPATH_FUNCTIONS)
    yield _warning(
        given,
        token,
        f"`--query` has no function `{name}()`",
        near.replace("`?", "()`?") if near else "a `--query` has only the functions of JMESPath",
    )


def _compared_name(
    given: GivenOption, before: re.Match[str], following: Sequence[re.Match[str]]
) -> Iterator[Finding]:
    """Warn of `a == "b"`, where a name that needs no quotes has them, as a string would."""
    name = _A_NAME.fullmatch(following[0][0])
    is_whole = len(following) == 1 or following[1][0] not in _GOES_ON
    if name is not None and is_whole and before[0][0] not in "'`":
        yield _warning(
            given,
            following[0],
            f"`{name[0]}` is a field of that name, and not a string",
            f"write '{name[1]}', or `` `{name[0]}` `` within single quotes",
        )


def _warning(given: GivenOption, at: re.Match[str], message: str, hint: str) -> Finding:
    value, width = given.value, len(at[0])
    start = value.offset + at.start()
    return Finding(value.place, message, hint, start, width, warning=True)
