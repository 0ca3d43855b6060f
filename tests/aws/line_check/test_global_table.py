"""The table of global options, held against the parser and the data of the AWS CLI."""

from argparse import ArgumentParser
from collections.abc import Iterator

import pytest

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.version.installed import USAGE_ERRORS
from awsbatch.contract.global_option import GlobalOption, GlobalOptions

# Where not any text will do.
_VALUES = {
    "--cli-binary-format": "base64",
    "--cli-error-format": "json",
    "--color": "on",
    "--output": "text",
}


@pytest.fixture(name="runner", scope="module")
def _runner() -> Iterator[InProcessRunner]:
    with InProcessRunner() as runner:
        yield runner


@pytest.fixture(name="options", scope="module")
def _options(runner: InProcessRunner) -> GlobalOptions:
    return runner.global_options


@pytest.fixture(name="parser", scope="module")
def _parser(runner: InProcessRunner) -> ArgumentParser:
    parser: ArgumentParser = runner._generation.get()._root.make_parser()
    return parser


def test_the_table_has_what_the_data_of_the_cli_has(
    runner: InProcessRunner, options: GlobalOptions
) -> None:
    data = runner._generation.get()._root.session.get_data("cli")["options"]

    assert {option.name for option in options} == {f"--{name}" for name in data}
    assert {option.name for option in options if not option.takes_value} == {
        f"--{name}" for name, about in data.items() if "action" in about
    }
    assert [option.name for option in options if option.is_question] == ["--version"]


def test_every_abbreviation_means_to_the_table_what_it_means_to_the_parser(
    options: GlobalOptions, parser: ArgumentParser, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [option.name for option in options]
    for text in sorted({name[:length] for name in names for length in range(3, len(name) + 1)}):
        assert _set_by(text, options, parser) == options.find(text), text
    capsys.readouterr()


def _set_by(text: str, options: GlobalOptions, parser: ArgumentParser) -> GlobalOption | None:
    """Return the one option that the parser sets when it is given this one."""
    actions = {name: action for action in parser._actions for name in action.option_strings}
    before = parser.parse_known_args(["s3"])[0]
    for option in options:
        value = [_VALUES.get(option.name, "7")] if option.takes_value else []
        dest = actions[option.name].dest
        try:
            after = parser.parse_known_args([text, *value, "s3"])[0]
        except (SystemExit, *USAGE_ERRORS) as end:
            if option.is_question and getattr(end, "code", 1) == 0:
                return option
            continue
        if getattr(after, dest, None) != getattr(before, dest, None):
            return option
    return None


def test_what_only_another_version_has_is_not_in_the_table(options: GlobalOptions) -> None:
    others = [name for name in ("--v2-debug", "--no-cli-pager") if options.get(name) is None]

    assert others
    assert all(map(options.elsewhere, others))
