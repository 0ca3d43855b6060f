"""Faulty statements that would have decided how later statements run, or whether."""

from collections.abc import Iterable

from awsbatch.fault.error import ScriptError
from awsbatch.fault.suggestion import nearest
from awsbatch.language.name import KEYWORDS, NAME

# After a fault in one of these, commands would run with another profile or region
# than their author meant, or without the test that was to prevent them.
_GOVERNING = frozenset(
    [
        *("assert", "default", "defaults", "fail", "set"),
        *("declare", "export", "local", "readonly", "typeset", "unset"),
        *(".", "eval", "exec", "source"),
        *("[", "[[", "exit", "if", "return", "test"),
    ]
)
# `AWS_PROFILE=prod`, and the same in PowerShell.
_VARIABLES = ("aws_", "$env:")
# Closer than for suggestions: `default` and `asert` govern, `result` and `insert` do not.
_LIKENESS = 0.75


def note(fault: ScriptError, subjects: Iterable[str]) -> None:
    """Note on a fault which names its statement was to set, and whether it governs later ones.

    The subjects are the first word of the statement, and the names that the
    sound part of it would have set.
    """
    for subject in subjects:
        fault.governs = fault.governs or _governs(subject)
        name = subject.partition("=")[0].removesuffix("+").removesuffix("[]")
        if NAME.fullmatch(name) and name not in KEYWORDS:
            fault.names = (*fault.names, name)


def _governs(subject: str) -> bool:
    word = subject.lower().removesuffix(":")
    return (
        word in _GOVERNING
        or word.startswith(_VARIABLES)
        or nearest(word, ("assert", "defaults"), likeness=_LIKENESS) is not None
    )
