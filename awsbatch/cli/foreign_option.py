"""What the options of other tools are called here.

Of GNU parallel, xargs, make, aws, terraform, hurl and their like; loaded only
where an option is not known.
"""

_IN_THE_FILE = (
    "it is an option of the AWS CLI: write it behind a command, or `defaults {}` into the file"
)
_INPUT = "write NAME=VALUE after the files, for the `input NAME` in them"
_LINES = "`--lines NAME=FILE` gives an `input` the lines of a file, for a `for` loop"
_WIDTH = "`-P N` runs independent lines side by side; `-j N` is how wide `parallel` blocks are"
_BOTH = "leave it out: output comes in the order of the script, and a run goes on after a failure"
_VALUE = "NAME=VALUE after the files gives an `input` a value; `<<env.NAME>>` is the environment"
_STOP = "`-e` ends a file at its first failure, and `--halt soon` the whole run"
_GOES_ON = "leave it out: a run goes on after a failure, unless `-e` or `--halt` is given"
_IN_ORDER = "leave it out: output comes in the order of the script"
_NO_ORDER = "`--no-keep-order` shows output when a command ends"
_TIMEOUT = "write `@timeout=60s` before a command in the file"
_CHECK = "`awsbatch check FILE` finds faults, and calls nothing"
_PLAN = "`-n` shows what would change, as `awsbatch plan FILE` does, and changes nothing"
_AS_TEXT = (
    "`> FILE` keeps what commands print; `defaults --output text` in the file chooses its form"
)
_FILE = "files stand by themselves, as in `awsbatch FILE`; `-` is standard input"
_LINE = "commands come from files or standard input: `echo 'sts get-caller-identity' | awsbatch -`"
_TELLS = "`-v` shows each command; `--debug` behind a command shows what the AWS CLI does"

_NAMES = {
    _GOES_ON: "--keep-going --continue-on-error --fail-at-end --no-fail-fast --no-errexit",
    _BOTH: "-k",
    _STOP: "--fail-fast --failfast --exitfirst --stop-on-error --halt-on-error --abort-on-error"
    " --exit-on-error --no-keep-going --stop -x -S",
    _WIDTH: "--max-procs --max-parallel --max-workers --max-concurrency --concurrency --parallelism"
    " --workers --numworkers --threads --forks --procs -w -p",
    "leave it out, or write `-j 1`: lines run in order": "--serial --sequential",
    _IN_ORDER: "--keep-order --ordered --order --group -g",
    _NO_ORDER: "--ungroup --line-buffer --linebuffer --lb --unordered --no-order -u",
    "`--rate N` starts at most N commands a second": "--delay --rate-limit --throttle --max-rate",
    _TIMEOUT: "--timeout --max-time --connect-timeout --deadline",
    "`--retries N` tries every command again": "--retry --max-retries --max-attempts --attempts",
    "`@ignore=CODE` before a command makes that failure a success": "--ignore --ignore-errors",
    _INPUT: "--set --var --arg --define --param --parameter --extra-vars --input -D",
    _VALUE: "--env",
    "`--variables-file FILE` gives inputs the values of JSON or YAML": "--var-file --vars-file"
    " --values --variables --env-file --secrets",
    _LINES: "--arg-file --argfile --max-args --max-lines --replace --null -a -I -L -0",
    "`from_csv(read('FILE'))` is the rows of a table, for a `for` loop": "--colsep --csv",
    "words after `--` are the list `args`": "--args --arguments",
    _FILE: "--file --script --stdin -f -",
    _LINE: "--command --execute --eval -c",
    "`--progress bar` shows one, which a terminal has anyway": "--bar --eta --progress-bar",
    "`--progress none` shows none": "--no-progress --no-bar --no-progress-meter",
    "`-q` shows no summary": "--silent --no-summary -s",
    "`--color never` leaves messages without colour": "--no-color --no-colour --colour --no-ansi",
    _TELLS: "--debug --trace --very-verbose --log-level -d -t",
    _AS_TEXT: "--output --output-file -o",
    "`--json` writes one object a command": "--output-format --log --log-file --results --logs",
    "`--joblog FILE` keeps a log that GNU parallel reads": "--job-log --jl",
    "`--joblog FILE --resume` runs what failed, and what was not run": "--resume-failed --rerun"
    " --retry-failed --rerun-failed --continue --restart --skip-done",
    _PLAN: "--dryrun --dry --just-print --recon --noop --no-op --preview --what-if --whatif"
    " --check-only --no-act --no-execute --simulate --diff --show-only --test-run",
    _CHECK: "--check --lint --validate --syntax-check --test",
    "leave it out: nothing asks": "--yes --auto-approve --assume-yes --force --no-input -y",
    "`-n` shows a plan, `awsbatch plan --save PLAN FILE` keeps it, and"
    " `awsbatch run --planned PLAN FILE` makes its changes": "--plan --plan-file --save-plan",
    "`awsbatch plan --save PLAN FILE` keeps a plan; `> FILE` keeps what commands print": "--out",
    "write `defaults --role-arn ARN` into the file": "--role-arn --role --assume-role",
    "write `defaults --credentials <<NAME>>` into the file": "--credentials",
    "`--sandbox` runs against an AWS in memory": "--local --localstack --mock --offline --fake",
    "`--expect-account ID` sends nothing with credentials of another account": "--account"
    " --account-id --accounts --allowed-account-ids",
    "`--max-changes N` stops before change number N+1": "--max-delete --max-deletes --read-only",
    "leave it out: an empty list has no round": "--no-run-if-empty -r",
    "go to the folder first: relative paths begin where awsbatch is started": "--chdir --workdir"
    " --directory --wd -C",
    "`--secrets-file FILE` gives values that nothing written shows": "--secret --secrets"
    " --secret-file",
    "`awsbatch --help`": "--usage -? --options",
    **{
        _IN_THE_FILE.format(option): option.partition(" ")[0]
        for option in (
            "--no-verify-ssl",
            "--no-paginate",
            "--no-sign-request",
            "--ca-bundle FILE",
            "--cli-read-timeout N",
            "--cli-connect-timeout N",
        )
    },
    "write it behind a command in the file": "--query --cli-input-json --cli-binary-format",
    "leave it out: nothing is paged": "--no-cli-pager --no-pager",
}
CALLED = {name: hint for hint, names in _NAMES.items() for name in names.split()}
"""What is written here, by the options of other tools."""
LATER = {
    "--report-junit": "--report",
    "--report-json": "--report",
    "--junit": "--report",
}
"""Those of other tools that a later version of this one will have, by another name."""


def meaning(name: str) -> str | None:
    """Return what is written here for an option of another tool, or None if it is not known."""
    return CALLED.get(name)


def later(name: str) -> str:
    """Return what another tool's option will be called here, or the name itself."""
    return LATER.get(name, name)
