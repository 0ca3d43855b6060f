"""What the options of a log need, and what they do not go with."""

from collections.abc import Mapping
from typing import Any

from awsbatch.fault.error import UsageError
from awsbatch.fault.wording import quoted


def refuse_unlogged(given: Mapping[str, Any]) -> None:
    """Raise `UsageError` for options that cannot be what is meant.

    `given` has the values of options by their attributes, one of a log at least.
    """
    path = given.get("joblog")
    if path is None:
        name = "--resume" if "resume" in given else "--in-doubt"
        choice = f" --in-doubt {given['in_doubt'].value}" if "in_doubt" in given else ""
        raise UsageError(
            f"{quoted(name)} needs the log of the run that is to go on",
            hint=quoted(f"--joblog FILE --resume{choice}"),
        )
    if "in_doubt" in given and "resume" not in given:
        choice = given["in_doubt"].value
        raise UsageError(
            "`--in-doubt` needs `--resume`: only a run that goes on has commands in doubt",
            hint=f"`--resume --in-doubt {choice}`",
        )
    if path == "-":
        raise UsageError(
            "`--joblog -`: a log is a file, which a run can go on with",
            hint="`--json` writes one object a command to standard output",
        )
    if path.startswith("+"):
        raise UsageError(
            f"`--joblog {path}`: nothing is added to a log of another run",
            hint=f"`--joblog {path[1:] or 'FILE'} --resume` goes on with one",
        )
    for option in ("confirm", "planned"):
        if option in given:
            raise UsageError(
                f"`--joblog` does not go with `--{option}`: a plan has all changes, those too that"
                " a log shows as done",
                hint="leave one of them out",
            )
