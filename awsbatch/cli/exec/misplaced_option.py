"""Options that `awsbatch exec` does not have, and what to type instead."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from awsbatch.cli.verb import Verb
from awsbatch.fault.error import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from awsbatch.cli.option_table import Option

_VARIABLES = {
    "--profile": ["AWS_PROFILE"],
    # Version 1 reads the second one only, and version 2 the first one before that.
    "--region": ["AWS_REGION", "AWS_DEFAULT_REGION"],
    "--endpoint-url": ["AWS_ENDPOINT_URL"],
}
_NO_PLAN = (
    "a program goes on with what `aws` answers, and would do something else with an empty answer"
)
_READ_ONLY = "`--max-changes 0` refuses all changes, and `--sandbox` has them made in memory"
_WIDTH = "a program decides itself what runs side by side, as `xargs -P 8` does, and no call waits"
_LINES = "`-v` has a line for each call"
_SHELL = "`awsbatch exec bash -c '…'` runs a line of a shell"
_OF_PROGRAM = "what is for the program stands behind its name"
_HINTS = {
    _WIDTH: "-j --jobs -P --parallel --no-keep-order --max-procs --concurrency --workers --threads",
    _LINES: "--json --progress --joblog --report --log --log-file --debug --trace -d -x",
    "`awsbatch run --joblog FILE --resume` goes on with files of commands": "--resume --in-doubt"
    " --resume-failed --retry-failed",
    "`bash -e`, or `set -e` in a script, ends it at a failure": "-e --errexit --halt --no-give-up"
    " --fail-fast",
    "AWS_MAX_ATTEMPTS is how often a call is tried": "--retries --retry --max-attempts",
    "what a program is given stands behind its name, or in its environment": "--variable"
    " --variables-file --lines --env --var --set",
    "`timeout 60 aws …` in a script ends a call": "--timeout",
    _SHELL: "-c --command --execute --eval --shell",
    "`awsbatch check` and `awsbatch plan` read files of commands": "--check --save --planned"
    " --confirm --format --together --plan-file",
    "`faketime` gives a program another time": "--now",
    "`cd` first": "--chdir --directory --cwd -C",
}
_PLANS = "-n --dry-run --plan --dryrun --dry --noop --preview --what-if --just-print"
_BY_NAME = {name: hint for hint, names in _HINTS.items() for name in names.split()}


def of_other_verb(option: Option, name: str, given: Mapping[str, Any]) -> UsageError:
    """Return the error for an option that a run has, by the name that it was given."""
    value = given.get(option.attribute)
    if (variables := _VARIABLES.get(option.long)) is not None:
        typed = " ".join(f"{each}={shlex.quote(str(value))}" for each in variables)
        hint = f"`{typed} awsbatch exec …`"
        if option.long == "--endpoint-url":
            hint += ", which version 2 of the AWS CLI knows from 2.13 on"
        return UsageError(_message(name), hint=hint)
    return misplaced(name)


def misplaced(name: str, near: str | None = None) -> UsageError:
    """Return the error for an option; `near` is the hint at one with a name like it."""
    if name in _PLANS.split():
        return UsageError(f"{_message(name)}: {_NO_PLAN}", hint=_READ_ONLY)
    hint = near or f"`awsbatch exec --help` lists the options; {_OF_PROGRAM}"
    return UsageError(_message(name), hint=_BY_NAME.get(name, hint))


def _message(name: str) -> str:
    return f"`awsbatch {Verb.EXEC.value}` has no option `{name}`"
