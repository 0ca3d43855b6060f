from collections.abc import Callable

import pytest

from awsbatch.fault.style import Style, Text
from awsbatch.report.paint import ColorChoice, is_colored, painted, plain


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}])
@pytest.mark.parametrize("is_terminal", [True, False])
def test_the_command_line_is_obeyed_whatever_else_there_is(
    environment: dict[str, str], *, is_terminal: bool
) -> None:
    assert is_colored(ColorChoice.ALWAYS, environment, is_terminal=is_terminal)
    assert not is_colored(ColorChoice.NEVER, environment, is_terminal=is_terminal)


@pytest.mark.parametrize(
    ("environment", "on_terminal", "elsewhere"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": "0"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "3"}, True, True),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"CLICOLOR_FORCE": "1"}, True, True),
        ({"CLICOLOR_FORCE": "0"}, True, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, False, False),
    ],
)
def test_the_environment_is_obeyed_where_the_command_line_leaves_it_to_it(
    environment: dict[str, str], *, on_terminal: bool, elsewhere: bool
) -> None:
    assert is_colored(ColorChoice.AUTO, environment, is_terminal=True) == on_terminal
    assert is_colored(ColorChoice.AUTO, environment, is_terminal=False) == elsewhere


def test_each_part_with_a_style_is_in_its_colour() -> None:
    assert painted(Style.ERROR.of("error:") + " no file\n  " + Style.HINT.of("name one")) == (
        "\x1b[1;31merror:\x1b[0m no file\n  \x1b[36mname one\x1b[0m"
    )


def test_text_without_styles_is_as_it_is() -> None:
    assert painted("5 succeeded") == "5 succeeded"


@pytest.mark.parametrize("show", [painted, plain])
def test_control_characters_of_others_are_escaped(show: Callable[[Text], str]) -> None:
    assert show("no \x1b[31mred\x9b,\r\x00\x7f") == r"no \x1b[31mred\x9b,\x0d\x00\x7f"
    assert show("one\n\ttwo") == "one\n\ttwo"
    assert r"\x1b[2J" in show("1 x " + Style.FAILURE.of("\x1b[2J"))
