"""The command line of `awsbatch exec`: where its options end, and what it has instead of others."""

from dataclasses import replace

import pytest

from awsbatch.cli.color_option import color_choice
from awsbatch.cli.option import Options, parse
from awsbatch.cli.verb import Verb
from awsbatch.fault.caret import render
from awsbatch.fault.error import UsageError
from awsbatch.report.paint import ColorChoice

PLAIN = Options(verb=Verb.EXEC, files=(), command=("./x.sh",))
_PROGRAMS_OWN = (
    "`awsbatch exec --help` lists the options; what is for the program stands behind its name"
)
_WIDTH = "a program decides itself what runs side by side, as `xargs -P 8` does, and no call waits"
_NO_PLAN = (
    ": a program goes on with what `aws` answers, and would do something else with an empty answer"
)
_READ_ONLY = "`--max-changes 0` refuses all changes, and `--sandbox` has them made in memory"


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ("exec ./x.sh", PLAIN),
        ("exec -- ./x.sh", PLAIN),
        ("-v exec -q ./x.sh", replace(PLAIN, verbose=True, quiet=True)),
        ("exec -vq -- ./x.sh", replace(PLAIN, verbose=True, quiet=True)),
        ("exec -v ./x.sh -q", replace(PLAIN, verbose=True, command=("./x.sh", "-q"))),
        ("exec ./x.sh --help", replace(PLAIN, command=("./x.sh", "--help"))),
        ("exec ./x.sh -- a", replace(PLAIN, command=("./x.sh", "--", "a"))),
        ("exec -- -x --help", replace(PLAIN, command=("-x", "--help"))),
        ("exec env A=b exec", replace(PLAIN, command=("env", "A=b", "exec"))),
        ("exec --color never ./x.sh", PLAIN),
        (
            "exec --aws own --rate 5 --max-changes=0 --expect-account 012345678901 --sandbox ./x",
            replace(
                PLAIN,
                command=("./x",),
                aws="own",
                rate=5.0,
                max_changes=0,
                expected_accounts=("012345678901",),
                sandbox=True,
            ),
        ),
        ("exec --help", Options(Verb.HELP, ("exec",))),
        ("exec -v -h ./x.sh", Options(Verb.HELP, ("exec",))),
        ("exec --nonsense --help ./x.sh", Options(Verb.HELP, ("exec",))),
        ("help exec", Options(Verb.HELP, ("exec",))),
    ],
)
def test_options_end_at_the_program(argv: str, expected: Options) -> None:
    assert parse(argv.split()) == expected


@pytest.mark.parametrize(
    ("argv", "choice"),
    [
        ("exec --color always ./x.sh", ColorChoice.ALWAYS),
        ("exec ./x.sh --color always", ColorChoice.AUTO),
        ("exec --aws own ./x.sh --color=always", ColorChoice.AUTO),
        ("exec --aws own --color=always ./x.sh", ColorChoice.ALWAYS),
        ("run x.aws --color always", ColorChoice.ALWAYS),
    ],
)
def test_the_colours_of_a_program_are_its_own(argv: str, choice: ColorChoice) -> None:
    assert color_choice(argv.split()) is choice


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (
            "",
            (
                "error: `awsbatch exec` needs a command\n"
                "  `awsbatch exec ./cleanup.sh` runs a script, and `awsbatch exec bash` a shell"
            ),
        ),
        (
            "-v --",
            (
                "error: `awsbatch exec` needs a command\n"
                "  `awsbatch exec ./cleanup.sh` runs a script, and `awsbatch exec bash` a shell"
            ),
        ),
        (
            "--profile dev ./x.sh",
            "error: `awsbatch exec` has no option `--profile`\n  `AWS_PROFILE=dev awsbatch exec …`",
        ),
        (
            "--region eu-west-1 ./x.sh",
            (
                "error: `awsbatch exec` has no option `--region`\n"
                "  `AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1 awsbatch exec …`"
            ),
        ),
        (
            "--endpoint-url http://localhost:4566 ./x.sh",
            (
                "error: `awsbatch exec` has no option `--endpoint-url`\n"
                "  `AWS_ENDPOINT_URL=http://localhost:4566 awsbatch exec …`, which version 2 of the"
                " AWS CLI knows from 2.13 on"
            ),
        ),
        ("-j 8 ./x.sh", f"error: `awsbatch exec` has no option `-j`\n  {_WIDTH}"),
        ("-P8 ./x.sh", f"error: `awsbatch exec` has no option `-P`\n  {_WIDTH}"),
        ("--threads ./x.sh", f"error: `awsbatch exec` has no option `--threads`\n  {_WIDTH}"),
        ("-n ./x.sh", f"error: `awsbatch exec` has no option `-n`{_NO_PLAN}\n  {_READ_ONLY}"),
        (
            "--plan ./x.sh",
            f"error: `awsbatch exec` has no option `--plan`{_NO_PLAN}\n  {_READ_ONLY}",
        ),
        (
            "--dry-run ./x.sh",
            f"error: `awsbatch exec` has no option `--dry-run`{_NO_PLAN}\n  {_READ_ONLY}",
        ),
        (
            "--json ./x.sh",
            "error: `awsbatch exec` has no option `--json`\n  `-v` has a line for each call",
        ),
        (
            "-e ./x.sh",
            (
                "error: `awsbatch exec` has no option `-e`\n"
                "  `bash -e`, or `set -e` in a script, ends it at a failure"
            ),
        ),
        (
            "-c true",
            (
                "error: `awsbatch exec` has no option `-c`\n"
                "  `awsbatch exec bash -c '…'` runs a line of a shell"
            ),
        ),
        (
            "--verbos ./x.sh",
            "error: `awsbatch exec` has no option `--verbos`\n  did you mean `--verbose`?",
        ),
        ("-X ./x.sh", f"error: `awsbatch exec` has no option `-X`\n  {_PROGRAMS_OWN}"),
        (
            "-sandbox ./x.sh",
            "error: `awsbatch exec` has no option `-sandbox`\n  did you mean `--sandbox`?",
        ),
        ("--rate", "error: `--rate` needs a value\n  --rate N"),
    ],
)
def test_what_it_does_not_take_is_told_with_what_to_type(argv: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(["exec", *argv.split()])

    assert render(caught.value) == message
