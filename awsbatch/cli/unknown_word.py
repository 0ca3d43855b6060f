"""Words of the command line that nothing is called, and what may be meant by them."""

import os
import shlex
from collections.abc import Sequence

from awsbatch.cli import foreign_option, later
from awsbatch.cli.joblog.log_choice import Resume
from awsbatch.cli.option_table import BY_NAME, OPTIONS
from awsbatch.cli.verb import VERBS, Verb
from awsbatch.fault import discretion
from awsbatch.fault.error import UsageError
from awsbatch.fault.suggestion import meant, nearest

_OTHER_VERBS = {
    **dict.fromkeys(["dry-run", "dryrun", "preview", "diff", "what-if", "noop"], "plan"),
    **dict.fromkeys(["validate", "lint", "verify", "test"], "check"),
    **dict.fromkeys(["apply", "execute", "start"], "run"),
    "version": "--version",
    "usage": "--help",
    **{topic: f"help {topic}" for topic in ("functions", "language")},
}
"""What other tools call verbs."""
_OF_RESUME = "`--resume={}` goes on with such a change: the value stands behind a `=`"
_ALIKE = 0.8
"""How like an option a word with one dash must be, since it may be several short ones."""
_AS_A_LINE = "commands come from files or standard input: `echo '{}' | awsbatch -`"


def is_there(name: str) -> bool:
    """Return whether there is a file of this name, however long that is."""
    return os.path.exists(name)  # noqa: PTH110 (pathlib raises for a name that is too long)


def unknown_option(name: str, verb: Verb, *, after_file: bool = False) -> UsageError:
    """Return the error for an option that awsbatch does not have.

    `-name` may be what another tool writes for `--name`, or short options in one word.
    """
    if verb is Verb.EXEC:
        from awsbatch.cli.exec.misplaced_option import misplaced

        return misplaced(name, meant(name, _names(verb), likeness=_ALIKE))
    if len(name) > len("-x") and not name.startswith("--"):
        if (found := _with_one_dash(name, verb)) is not None:
            return found
        name = next(f"-{each}" for each in name[1:] if f"-{each}" not in BY_NAME)
    coming = foreign_option.later(name)
    if (meanwhile := later.option(coming)) is not None:
        return _later(name, coming, meanwhile)
    return UsageError(
        _no_option(verb, name),
        hint=foreign_option.meaning(name)
        or (meant(name, _names(verb)) if name.startswith("--") else None)
        or _elsewhere(name, verb, after_file=after_file),
    )


def stray(word: str, first: str, verb: Verb) -> UsageError | None:
    """Return the error for a word after a file that is none, or None if either may be a file."""
    if is_there(word) or not is_there(first):
        return None
    message = f"there is no file `{discretion.without_object(word)}`"
    if word == Resume.CHANGED.value:
        return UsageError(message, hint=_OF_RESUME.format(word))
    if word in VERBS:
        return UsageError(message, hint=f"did you mean `awsbatch {word} {first}`?")
    hint = "words for a file stand after `--`, and an `input` of it is given as NAME=VALUE"
    return UsageError(message, hint=hint) if verb.runs else None


def _with_one_dash(name: str, verb: Verb) -> UsageError | None:
    """Return the error for one dash before a whole name, or None if that is no name."""
    coming = foreign_option.later(f"-{name}")
    if (meanwhile := later.option(coming)) is not None:
        return _later(name, coming, meanwhile)
    hint = foreign_option.meaning(coming) or meant(name, _names(verb), likeness=_ALIKE)
    return UsageError(_no_option(verb, name), hint=hint) if hint is not None else None


def _names(verb: Verb) -> list[str]:
    return [each for option in OPTIONS if verb in option.verbs for each in option.names]


def _no_option(verb: Verb, name: str) -> str:
    return f"`awsbatch {verb.value}` has no option `{discretion.without_object(name)}`"


def _elsewhere(name: str, verb: Verb, *, after_file: bool) -> str:
    hint = f"`awsbatch {verb.value} --help` lists the options"
    bare = name.removeprefix("--").replace("-", "_")
    # Who has read in a file's help what it takes may write it so.
    is_input = after_file and verb.runs and name.startswith("--") and bare.isidentifier()
    return f"{hint}; an input of the file is given as `{bare}=VALUE`" if is_input else hint


def refusal(words: Sequence[str]) -> UsageError | None:
    """Return the error for a first word that is meant as a verb or a command, and is no file.

    None if it may be a file's name, there or not.
    """
    first, *rest = words
    if is_there(first):
        return None
    other = _OTHER_VERBS.get(first) or nearest(first, VERBS)
    message = f"there is neither a verb nor a file `{discretion.without_object(first)}`"
    if first == Resume.CHANGED.value:
        return UsageError(message, hint=_OF_RESUME.format(first))
    if other is not None:
        typed = discretion.without_object(shlex.join(["awsbatch", *other.split(), *rest]))
        return UsageError(message, hint=f"did you mean `{typed}`?")
    if is_there(f"{first}.aws"):
        return UsageError(message, hint=f"did you mean `awsbatch {first}.aws`?")
    line = _line(first, rest)
    return None if line is None else UsageError(message, hint=_AS_A_LINE.format(line))


def _line(first: str, rest: Sequence[str]) -> str | None:
    """Return the words as a command, in short, or None if they are hardly meant as one."""
    if first.startswith("aws "):
        # Quotes would be hard to read within those of the hint.
        return "aws …" if "'" in first else first
    return f"{first} {rest[0]}{' …' if len(rest) > 1 else ''}" if rest else None


def _later(name: str, coming: str, meanwhile: str) -> UsageError:
    called = "" if name == coming else f"it will be called `{coming}`; "
    hint = f"{called}until then, {meanwhile}"
    return UsageError(f"awsbatch does not have `{name}` yet", hint=hint)
