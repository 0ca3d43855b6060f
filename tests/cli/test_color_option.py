import pytest

from awsbatch.cli.color_option import color_choice
from awsbatch.report.paint import ColorChoice


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
