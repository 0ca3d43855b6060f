import pytest

from awsbatch.cli.help import verb_help
from awsbatch.cli.option_table import OPTIONS
from awsbatch.cli.verb import Verb

TEXTS = {"alone": verb_help.USAGE, "all": verb_help.OVERVIEW} | {
    verb.value: verb_help.of_verb(verb) for verb in Verb
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_help_fits_on_a_screen(text: str) -> None:
    lines = text.splitlines()

    assert len(lines) <= 50
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize("verb", Verb)
def test_a_verb_shows_its_own_options_and_no_others(verb: Verb) -> None:
    words = verb_help.of_verb(verb).replace(",", "").replace("[=", " ").split()

    for option in OPTIONS:
        assert (option.long in words) == (verb in option.verbs)


def test_an_option_is_shown_as_it_is_typed() -> None:
    text = verb_help.of_verb(Verb.RUN)

    assert text.startswith("usage: awsbatch [run] [OPTION…] FILE… [NAME=VALUE…] [-- WORD…]\n")
    assert "\n  -e, --errexit              as if each file began with `set -e`\n" in text
    assert "\n      --rate N               start at most N commands a second\n" in text
