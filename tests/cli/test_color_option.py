import pytest

from awsbatch.cli.color_option import color_choice
from awsbatch.cli.main import main
from awsbatch.report.paint import ColorChoice


def test_what_is_wrong_with_the_options_is_coloured_as_they_say(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "--bogus", "--color=always"]) == 2
    assert capfd.readouterr().err == (
        "\x1b[1;31merror:\x1b[0m `awsbatch check` has no option `--bogus`\n"
        "  \x1b[36m`awsbatch check --help` lists the options\x1b[0m\n"
    )


def test_a_choice_that_there_is_not_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["a.aws", "--color", "alway"]) == 2
    assert capfd.readouterr().err == (
        "error: expected `auto`, `always` or `never` after `--color`, found `alway`\n"
        "  did you mean `always`?\n"
    )


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("", ColorChoice.AUTO),
        ("run a.aws", ColorChoice.AUTO),
        ("--color always a.aws", ColorChoice.ALWAYS),
        ("check a.aws --color=never", ColorChoice.NEVER),
        ("--color always --color auto", ColorChoice.AUTO),
        ("--color always -- --color never", ColorChoice.ALWAYS),
        ("a.aws -- --color never", ColorChoice.AUTO),
        ("--color", ColorChoice.AUTO),
        ("--color sometimes", ColorChoice.AUTO),
        ("--colors always", ColorChoice.AUTO),
    ],
)
def test_the_colour_is_known_before_the_options_are(words: str, choice: ColorChoice) -> None:
    assert color_choice(words.split()) is choice
