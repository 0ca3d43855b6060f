"""Faulty statements that would have decided how later statements run, or whether."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from awsbatch.fault.error import ScriptError
from awsbatch.fault.suggestion import nearest
from awsbatch.language.name import KEYWORDS, NAME

# After a fault in one of these, commands would run with another profile, region or folder
# than their author meant, or without the test that was to prevent them.
_GOVERNING = frozenset(
    [
        *("assert", "default", "defaults", "fail", "set"),
        *("cd", "popd", "pushd"),
        *("declare", "export", "local", "readonly", "typeset", "unset"),
        *(".", "eval", "exec", "source"),
        *("[", "[[", "exit", "if", "return", "test"),
    ]
)
# `AWS_PROFILE=prod`, and the same in PowerShell.
_VARIABLES = ("aws_", "$env:")
# Those that decide how, or whether, later ones run, and that are typed wrong easily.
_DECIDING = ("assert", "defaults", "fail")
# Closer than for suggestions: `default` and `asert` govern, `result` and `insert` do not.
_LIKENESS = 0.75
# `aws … || exit 1` and `… && cd build`: what decides stands behind an operator of the shell.
_JOINED = re.compile(r"(?:[;&|{(]|\b(?:then|do|else))\s*([a-z]+)\b")


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


def joined(text: str) -> Iterator[str]:
    """Yield the first words of commands that a shell would have joined to the first one."""
    yield from (word for word in _JOINED.findall(text) if word in _GOVERNING)


def _governs(subject: str) -> bool:
    word = subject.lower().removesuffix(":")
    return word in _GOVERNING or word.startswith(_VARIABLES) or mistyped(word) is not None


@lru_cache(maxsize=1024)
def mistyped(word: str) -> str | None:
    """Return the governing statement that a word is or was to be, None for any other word.

    Mistyped, it would run as a command of no service, and in a stream what
    follows would run without it, in another account or unguarded.
    """
    return nearest(word, _DECIDING, likeness=_LIKENESS)
