"""The options of the command line, each one entry."""

from collections.abc import Callable
from enum import Enum
from typing import Any

from awsbatch.cli import value_type
from awsbatch.cli.joblog.log_choice import Resume
from awsbatch.cli.verb import Verb
from awsbatch.record import record

JOBS = 8
"""How many commands may run at a time if no option says so."""


class Group(Enum):
    """A heading of the help, in the order in which it shows them."""

    CHECK = "what is checked, and how it is told"
    GUARDS = "before anything changes"
    WIDTH = "side by side"
    INPUTS = "values of inputs"
    AWS = "AWS CLI, account and region"
    FAILURES = "failures and guards"
    DISPLAY = "what is shown"


RUN = frozenset([Verb.RUN, Verb.PLAN])
"""A plan has every option of a run: it is to tell of that very run."""
PLAN = frozenset([Verb.PLAN])
ONLY_RUN = RUN - PLAN
CHECK = frozenset([Verb.CHECK])
RUN_AND_CHECK = RUN | CHECK
EXEC = frozenset([Verb.EXEC])
RUN_AND_EXEC = RUN | EXEC
ALL = frozenset(Verb)


@record
class Option:
    """An option, its help, and what it gives to `Options`."""

    names: tuple[str, ...]
    """The last one is the long one, which gives the attribute its name."""
    group: Group
    verbs: frozenset[Verb]
    help: str
    """One or two lines of the help."""
    metavar: str | None = None
    """What its value is called in the help; None if it takes none."""
    type: Callable[[str], Any] = str
    """Returns the value of a text, or raises `value_type.UnexpectedError`."""
    repeats: bool = False
    """Whether it may be given again, for a list of values; else the last one counts."""
    sets: str | None = None
    """The attribute of `Options` where that is not named as the option is."""
    bare: Any = None
    """What it gives where nothing stands behind it; its value, if any, then needs a `=`."""
    once: bool = False
    """Whether it may not be given again; else the last one counts."""
    of_calls: str | None = None
    """Its help where a program calls `aws`, if that differs."""

    @property
    def long(self) -> str:
        """The name that tells most."""
        return self.names[-1]

    @property
    def attribute(self) -> str:
        """The attribute of `Options` that it sets; `--no-x` makes `x` false."""
        return self.sets or self.long.removeprefix("--").removeprefix("no-").replace("-", "_")

    @property
    def flag(self) -> bool:
        """What an option without a value gives."""
        return not self.long.startswith("--no-")


OPTIONS = (
    Option(
        ("-n", "--dry-run"),
        Group.GUARDS,
        RUN,
        "as `awsbatch plan`: show what would change",
    ),
    Option(
        ("--save",),
        Group.GUARDS,
        PLAN,
        "keep the plan in a file, for `run --planned`",
        metavar="PLAN",
        type=value_type.text,
    ),
    Option(
        ("--planned",),
        Group.GUARDS,
        ONLY_RUN,
        "make the changes of a saved plan, and no others",
        metavar="PLAN",
        type=value_type.text,
    ),
    Option(
        ("--confirm",),
        Group.GUARDS,
        ONLY_RUN,
        "plan, ask for `yes`, and make just those changes",
    ),
    Option(
        ("--variable",),
        Group.INPUTS,
        RUN_AND_CHECK,
        "an input's value, as NAME=VALUE after the files",
        metavar="NAME=VALUE",
        repeats=True,
        sets="variables",
    ),
    Option(
        ("--variables-file",),
        Group.INPUTS,
        RUN_AND_CHECK,
        "from JSON or YAML; then AWSBATCH_VARIABLE_NAME",
        metavar="FILE",
        repeats=True,
        sets="variables_files",
    ),
    Option(
        ("--secrets-file",),
        Group.INPUTS,
        RUN_AND_CHECK,
        "likewise; not shown. Also AWSBATCH_SECRET_NAME",
        metavar="FILE",
        repeats=True,
        sets="secrets_files",
    ),
    Option(
        ("--lines",),
        Group.INPUTS,
        RUN_AND_CHECK,
        "the lines of a file as a list (`-`: standard input)",
        metavar="NAME=FILE",
        repeats=True,
    ),
    Option(
        ("--aws",),
        Group.AWS,
        RUN_AND_CHECK | EXEC,
        "which AWS CLI runs (default: AWSBATCH_AWS, PATH)",
        metavar="PATH|own",
        type=value_type.text,
        of_calls="which AWS CLI answers (default: AWSBATCH_AWS, else\n"
        "the first on PATH); of that one's major version",
    ),
    Option(
        ("--profile",),
        Group.AWS,
        RUN_AND_CHECK,
        "of all commands, as a `defaults` above everything",
        metavar="NAME",
        type=value_type.text,
    ),
    Option(
        ("--region",),
        Group.AWS,
        RUN_AND_CHECK,
        "likewise; a warning names lines that choose another",
        metavar="NAME",
        type=value_type.text,
    ),
    Option(
        ("--endpoint-url",),
        Group.AWS,
        RUN_AND_CHECK,
        "likewise",
        metavar="URL",
        type=value_type.text,
    ),
    Option(
        ("-j", "--jobs"),
        Group.WIDTH,
        RUN,
        f"how many run at a time in `parallel` (default: {JOBS})",
        metavar="N",
        type=value_type.jobs,
    ),
    Option(
        ("-P", "--parallel"),
        Group.WIDTH,
        RUN_AND_CHECK,
        "all lines and blocks as if in `parallel`, with -j N",
        metavar="N",
        type=value_type.jobs,
    ),
    Option(
        ("--no-keep-order",), Group.WIDTH, RUN, "output when a command ends, not in script order"
    ),
    Option(
        ("--rate",),
        Group.WIDTH,
        RUN_AND_EXEC,
        "start at most N commands a second",
        metavar="N",
        type=value_type.rate,
        of_calls="begin at most N calls a second",
    ),
    Option(("-e", "--errexit"), Group.FAILURES, RUN, "as if each file began with `set -e`"),
    Option(
        ("--halt",),
        Group.FAILURES,
        RUN,
        "at a failure: nothing new (`soon`), or end (`now`)",
        metavar="WHEN",
        type=value_type.halt,
    ),
    Option(
        ("--retries",),
        Group.FAILURES,
        RUN,
        "as `@retry=N` on every command without one",
        metavar="N",
        type=value_type.retries,
    ),
    Option(
        ("--no-give-up",),
        Group.FAILURES,
        RUN,
        "go on where ten in a row failed as all others would",
    ),
    Option(
        ("--max-changes",),
        Group.FAILURES,
        RUN_AND_EXEC,
        "stop before change number N+1 of AWS (0: only read)",
        metavar="N",
        type=value_type.changes,
        of_calls="refuse change number N+1 of AWS and all after it\n(0: only read)",
    ),
    Option(
        ("--expect-account",),
        Group.FAILURES,
        RUN_AND_EXEC,
        "send nothing with credentials of another account",
        metavar="ID",
        type=value_type.account,
        repeats=True,
        sets="expected_accounts",
    ),
    Option(
        ("--joblog",),
        Group.FAILURES,
        ONLY_RUN,
        "a log of all commands, which GNU parallel reads too",
        metavar="FILE",
        type=value_type.text,
        once=True,
    ),
    Option(
        ("--resume",),
        Group.FAILURES,
        ONLY_RUN,
        "run only what it does not show as done",
        metavar="changed",
        type=value_type.resume,
        bare=Resume.STOPS,
        once=True,
    ),
    Option(
        ("--in-doubt",),
        Group.FAILURES,
        ONLY_RUN,
        "what a kill left in doubt: run `again`, or `done`",
        metavar="WHAT",
        type=value_type.in_doubt,
        once=True,
    ),
    Option(
        ("-v", "--verbose"),
        Group.DISPLAY,
        RUN_AND_EXEC,
        "a line when each command starts and ends",
        of_calls="a line for each call when it ends",
    ),
    Option(
        ("--format",),
        Group.CHECK,
        CHECK,
        "`text` (default) on standard error; on standard\n"
        "output `short`, `json`, `github` or `sarif`",
        metavar="FORMAT",
        type=value_type.fault_format,
        sets="fault_format",
    ),
    Option(("-q", "--quiet"), Group.DISPLAY, RUN_AND_CHECK | EXEC, "no summary at the end"),
    Option(("--json",), Group.DISPLAY, RUN, "one JSON object a command, in place of its output"),
    Option(
        ("--progress",),
        Group.DISPLAY,
        RUN_AND_CHECK,
        "`auto` (default), `bar`, `plain` or `none`",
        metavar="HOW",
        type=value_type.progress,
    ),
    Option(
        ("--color",),
        Group.DISPLAY,
        ALL,
        "colours: `auto` (default), `always` or `never`",
        metavar="WHEN",
        type=value_type.color,
    ),
    Option(
        ("--together",),
        Group.CHECK,
        CHECK,
        "check the files as one run of them all, sharing\nnames; else each is checked for itself",
    ),
    Option(("--sandbox",), Group.AWS, RUN_AND_EXEC, "an in-memory AWS: no account, no credentials"),
    Option(
        ("--now",),
        Group.INPUTS,
        RUN,
        "what `now()` gives; with `plan` or --sandbox",
        metavar="TIME",
        type=value_type.time,
    ),
    Option(
        ("-h", "--help"),
        Group.DISPLAY,
        ALL,
        "this text; with a FILE, its comment and its inputs",
        of_calls="this text; behind COMMAND it is an option of that",
    ),
    Option(("-V", "--version"), Group.DISPLAY, ALL, "what is installed, and which `aws` runs"),
)
"""All options, in the order of the help."""

BY_NAME = {name: option for option in OPTIONS for name in option.names}
