"""`--color`, which is read before all other options, for what is wrong with those is coloured."""

from collections.abc import Sequence

from awsbatch.report.paint import ColorChoice

_OPTION = "--color"
_CHOICES = {choice.value: choice for choice in ColorChoice}


def color_choice(argv: Sequence[str]) -> ColorChoice:
    """Return when messages are coloured, by the words of the command line; `AUTO` if it is wrong.

    The parser of the options says what is wrong with it.
    """
    choice = ColorChoice.AUTO
    options = iter(argv)
    for word in options:
        option, equals, value = word.partition("=")
        if word == "--":
            break
        if option == _OPTION:
            choice = _CHOICES.get(value if equals else next(options, ""), choice)
    return choice
