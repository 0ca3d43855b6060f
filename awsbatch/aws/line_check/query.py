"""What is wrong with a `--query`, and what in it is probably not meant."""

import re
import warnings
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import Any

from awscli.customizations.globalargs import resolve_types

from awsbatch.aws.line_check.reading import GivenOption
from awsbatch.contract.finding import Finding
from awsbatch.expression import scanner
from awsbatch.expression.interpreter import JMESPATH_FUNCTIONS
from awsbatch.fault.suggestion import meant
from awsbatch.fault.wording import uncapitalized

_OPERAND = re.compile(r"""[\w'"`)\]}@*]\Z""")
_A_NAME = re.compile(r'"([A-Za-z_][A-Za-z0-9_]*)"')
_GOES_ON = frozenset({".", "[", "[?", "[]"})


def wrong_query(given: GivenOption) -> Iterator[Finding]:
    """Find why a `--query` does not compile, or warn of what is probably not meant."""
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
    """Return why the CLI refuses a query, or None if it compiles."""
    with warnings.catch_warnings():
        # jmespath 1.1: it warns of literals that are not JSON, such as `running`.
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        try:
            resolve_types(Namespace(query=str(text)))
        except Exception as error:  # noqa: BLE001 (the CLI ends with whatever it is)
            return error
    return None


def _fault(given: GivenOption, error: Exception) -> Finding:
    # awscli 1.46: it raises its own error while it handles jmespath's, which has the position.
    value, cause = given.value, error.__context__
    position = getattr(cause, "lex_position", None)
    if position is None:
        return Finding(
            value.place, "`--query` is empty", "write a JMESPath expression, or leave `--query` out"
        )
    what, hint = _cause(value, position, cause)
    start = value.offset + min(position, len(value) - 1)
    return Finding(value.place, f"`--query` is not valid JMESPath: {what}", hint, start, 1)


def _cause(text: str, position: int, cause: Any) -> tuple[str, str | None]:
    """Return what jmespath found wrong in a query, in our words, and a hint."""
    # jmespath 1.1: errors of its lexer have a `message`, those of its parser only a token.
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
    """Return what jmespath's lexer found wrong, in our words, and a hint."""
    if message.startswith("Unclosed"):
        return f"this {_shown(found[0])} is not closed", f"write the closing {_shown(found[0])}"
    if message.startswith("Unknown token"):
        return f"unexpected {_shown(found)}", "write `==`" if found.startswith("=") else None
    if message.startswith("Bad token"):
        return "the text in backquotes is not JSON", "write a string in single quotes"
    return uncapitalized(message), None


def _shown(text: str) -> str:
    return "`` ` ``" if text == "`" else f"`{text}`"


def _ending(text: str) -> str | None:
    """Return the hint for a query that ends too soon, if what it lacks is plain."""
    closing = scanner.closing(text)
    if closing and _refusal(f"{text}{closing}") is None:
        return f"write `{closing}` at the end"
    *_, last = scanner.tokens(text)
    return None if _OPERAND.search(last[0]) else f"write what follows {_shown(last[0])}"


def _unknown_function(
    given: GivenOption, token: re.Match[str], following: Sequence[re.Match[str]]
) -> Iterator[Finding]:
    """Warn of a call of a function that JMESPath does not have, which fails only at run time."""
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
    """Warn of `a == "b"`, whose quotes make a field of what was meant as a string."""
    # Who needs the quotes for the name of a field, such as `"my-name"`, knows what they do.
    name = _A_NAME.fullmatch(following[0][0])
    is_whole = len(following) == 1 or following[1][0] not in _GOES_ON
    if name is not None and is_whole and before[0][0] not in "'`":
        yield _warning(
            given,
            following[0],
            f"`{name[0]}` is the name of a field, not a string",
            f"write '{name[1]}', or `` `{name[0]}` `` within single quotes",
        )


def _warning(given: GivenOption, at: re.Match[str], message: str, hint: str) -> Finding:
    value, width = given.value, len(at[0])
    start = value.offset + at.start()
    return Finding(value.place, message, hint, start, width, warning=True)
