"""Words that are said to the prompt itself and are no statements: `help` and `exit`."""

import os

from awsbatch.report.console import Console

_HELP = """\
a line is a command of the AWS CLI, with or without `aws`, or a statement:
  s3 ls
  me = sts get-caller-identity      keep what a command answers
  print <<me.Account>>              print it, or a part of it
  for name in one two               begin a block, which runs at its `end`
      s3 mb s3://<<me.Account>>-<<name>>
  end
`help functions` has what `<<…>>` can do, `help language` the rest, and
`aws help` is that of the AWS CLI; Ctrl-D or `exit` ends"""
_ASKING = ("help", "?", "--help")
_LEAVING = ("exit", "quit")
_TOPICS = ("functions", "language")


def leaves(line: str) -> bool:
    """Return whether a line that begins no statement asks to end, as Ctrl-D does."""
    return line.strip() in _LEAVING


def helps(line: str, console: Console) -> bool:
    """Show the help that a line asks for; return False for a line that asks for none."""
    match line.removeprefix("awsbatch ").split():
        case [word] if word in _ASKING:
            console.say(_HELP)
        case ["help", name] if name in _TOPICS:
            _show(name, console)
        case _:
            return False
    return True


def _show(topic: str, console: Console) -> None:
    # Seldom of use.
    from awsbatch.cli.help import pager
    from awsbatch.cli.help.topic import text

    if os.isatty(1):
        pager.show(text(topic), console)
    else:
        # Standard output takes what the commands print.
        console.say(text(topic))
