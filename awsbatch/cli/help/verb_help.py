"""The help of the program and of its verbs, each at most a screen."""

from collections.abc import Iterator
from textwrap import fill

from awsbatch.cli.option_table import OPTIONS, Group, Option
from awsbatch.cli.verb import Verb

_COLUMN = 29
"""Where the help of options begins."""
_WIDTH = 80

USAGE = """\
usage: awsbatch FILE… [NAME=VALUE…]

  awsbatch cleanup.aws days=7      run a file of AWS CLI commands; `days` is
                                   an input of it
  awsbatch -P 8 commands.txt       run independent lines, 8 at a time
  awsbatch --sandbox -             try lines on an AWS in memory
  awsbatch exec ./cleanup.sh       run a script whose `aws` has started already

`-` as a file is standard input. `awsbatch --help` tells more, and
`awsbatch run --help` has the options"""

OVERVIEW = """\
Run files of AWS CLI commands, one a line, in one process: each command as the
`aws` on your PATH, version 1 or 2, would run it, without starting that again.

  awsbatch cleanup.aws days=7      run a file; `days` is an input of it
  awsbatch -P 8 commands.txt       run independent lines, 8 at a time
  awsbatch check cleanup.aws       find what is wrong in it, and run nothing
  awsbatch plan cleanup.aws        see what it would change, and change nothing
  awsbatch exec ./cleanup.sh       run a shell script as it is, faster

usage: awsbatch [run] FILE… [NAME=VALUE…] [-- WORD…]
       awsbatch plan FILE… [NAME=VALUE…] [-- WORD…]
       awsbatch check FILE…
       awsbatch exec COMMAND [ARG…]
       awsbatch help [FILE|functions|guards|language|resuming|scripts|VERB]

verbs:
  run     check the files, then run them in order; `run` may be left out
  plan    run what only reads, and print the other commands with their values
  check   find what is wrong in them; needs neither a network nor credentials
  exec    run a program whose calls of `aws` are answered by warm processes
  help    of a file (its first comment, its inputs), of the language, its
          functions, or of a verb: `awsbatch run --help` has the options

a command file:
  for region in us-east-1 eu-west-1
      groups = aws logs describe-log-groups --region <<region>>
      for group in <<groups.logGroups[].logGroupName>>
          aws logs delete-log-group --region <<region>> \\
              --log-group-name <<group>>
      end
  end

Standard output has what the commands print, and nothing else: messages and the
summary are on standard error. The first Ctrl-C lets the commands under way end,
the second abandons them; `finally` runs all the same. The third ends at once.

exit status (the first that applies):
  70   a bug in awsbatch
  130  interrupted by Ctrl-C
  143  terminated, by SIGTERM
  129  hung up: the terminal has gone
  141  nobody reads standard output any more
  3    a guard refused (the condition of an `assert` did not hold,
       `--max-changes` was reached, credentials are of another account than
       `--expect-account` says, a change was not planned, or a plan was not
       confirmed), the run gave up, or a resumed run needs a decision
  2    wrong options, a fault in a file, or a log of no use: nothing was run; or
       nothing can be signed, as without credentials: nothing was sent
  1    a command failed or was partial, or was skipped because another one did
  0    every command succeeded, or failed as its `@ignore` expects"""

_HEADS = {
    Verb.RUN: """\
usage: awsbatch [run] [OPTION…] FILE… [NAME=VALUE…] [-- WORD…]

  awsbatch cleanup.aws days=7        run a file; `days` is an input of it
  awsbatch -P 8 commands.txt         run independent lines, 8 at a time
  generate | awsbatch -              run lines as they come
""",
    Verb.PLAN: """\
usage: awsbatch plan [OPTION…] FILE… [NAME=VALUE…] [-- WORD…]
       awsbatch run -n …

  awsbatch plan cleanup.aws days=7   see what it would change
  generate | awsbatch plan -         see it of lines as they come

Commands that only read really run, so that loops and conditions are real. All
others are printed with their values and not run. What they would answer is not
known: it is shown as the placeholder that stands for it, and what depends on it
is shown in all its branches.
""",
    Verb.CHECK: """\
usage: awsbatch check [OPTION…] FILE…

  awsbatch check *.aws               find what is wrong in files
  generate | awsbatch check -        and in standard input
""",
    Verb.EXEC: """\
usage: awsbatch exec [OPTION…] [--] COMMAND [ARG…]

  awsbatch exec ./cleanup.sh         run a script as it is, and answer its calls
                                     of `aws` by processes that have started
  awsbatch exec bash                 the same for what is typed
  awsbatch exec --max-changes 0 -- ./report.sh
                                     refuse what its calls would change

Words behind COMMAND are its own. It runs in the environment that it would have
without awsbatch, but for an `aws` that comes first on its PATH. Its calls are
answered by the `aws` that was the first there, or one of the same version; what
that cannot be asked warm, such as `aws help`, is run as that `aws`. All options
are about `aws` alone: whatever else a program does, it does. Profile and region
are those of its environment: `AWS_PROFILE=dev awsbatch exec …`. What is not as
with plain `aws`, `awsbatch help scripts` tells.
""",
    Verb.HELP: """\
usage: awsbatch help [FILE|functions|guards|language|resuming|scripts|VERB]

  awsbatch help cleanup.aws          a file's first comment and its inputs, as
                                     `awsbatch cleanup.aws --help` shows them
  awsbatch help functions            every function of `<<…>>`, with an example
  awsbatch help guards               plans, and what a run can be held to
  awsbatch help language             all that a command file may say
  awsbatch help resuming             what a run that was stopped goes on with
  awsbatch help scripts              shell scripts as they are: `awsbatch exec`
  awsbatch help run                  the options of a verb
""",
}


_TAILS = {
    Verb.EXEC: """
exit status:
  3       a guard refused a call, whatever the program ended with
  2       wrong options, or no `aws` that can answer: COMMAND was not run
  126     COMMAND cannot be executed
  127     COMMAND is not there
  128+N   COMMAND was ended by signal N
  else    what COMMAND ended with
"""
}
"""What the help of a verb has behind its options."""
_AS_IN_A_RUN = (Group.WIDTH, Group.FAILURES)
"""What the help of a plan only names."""


def of_verb(verb: Verb) -> str:
    """Return the help of a verb: examples, and its options in groups."""
    rest = _as_in_a_run() if verb is Verb.PLAN else _TAILS.get(verb, "")
    return (_HEADS[verb] + "".join(_groups(verb)) + rest).rstrip()


def _as_in_a_run() -> str:
    groups = [each for each in OPTIONS if each.group in _AS_IN_A_RUN]
    names = [_typed(each) for each in groups if Verb.PLAN in each.verbs]
    return "\n" + fill(f"as in a run: {', '.join(names)}", _WIDTH) + "\n"


def _typed(option: Option) -> str:
    return f"{option.long} {option.metavar or ''}".rstrip()


def _groups(verb: Verb) -> Iterator[str]:
    for group in Group:
        if verb is Verb.PLAN and group in _AS_IN_A_RUN:
            continue
        options = [each for each in OPTIONS if each.group is group and verb in each.verbs]
        if options:
            entries = (_entry(each, _help(each, verb)) for each in options)
            yield f"\n{group.value}:\n{''.join(entries)}"


def _help(option: Option, verb: Verb) -> str:
    return option.of_calls if verb is Verb.EXEC and option.of_calls else option.help


def _entry(option: Option, text: str) -> str:
    names = ", ".join(option.names)
    if len(option.names) == 1:
        names = f"    {names}"
    value = option.metavar or ""
    head = f"  {names}[={value}]" if option.bare is not None else f"  {names} {value}".rstrip()
    first, *more = text.split("\n")
    lines = [
        f"{head:{_COLUMN}}{first}" if len(head) < _COLUMN - 1 else f"{head}\n{' ' * _COLUMN}{first}"
    ]
    lines += [f"{' ' * _COLUMN}{line}" for line in more]
    return "".join(f"{line}\n" for line in lines)
