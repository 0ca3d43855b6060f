"""`--color`, which is read before all other options, for what is wrong with those is coloured."""

from collections.abc import Sequence

from awsbatch.cli.option_table import BY_NAME
from awsbatch.cli.verb import Verb
from awsbatch.report.paint import ColorChoice

_OPTION = "--color"
_CHOICES = {choice.value: choice for choice in ColorChoice}


def color_choice(argv: Sequence[str]) -> ColorChoice:
    """Return when messages are coloured, by the words of the command line; `AUTO` if it is wrong.

    The parser of the options says what is wrong with it. A program that is run has its own.
    """
    choice = ColorChoice.AUTO
    words, is_of_exec = iter(argv), False
    for word in words:
        if word == "--" or (is_of_exec and word[:1] != "-"):
            break
        is_of_exec = is_of_exec or word == Verb.EXEC.value
        name, equals, value = word.partition("=")
        option = BY_NAME.get(name)
        if option is None or option.metavar is None:
            continue
        value = value if equals else next(words, "")
        if name == _OPTION:
            choice = _CHOICES.get(value, choice)
    return choice
