"""The table of the AWS CLI's global options, as its own parser has them."""

from argparse import ArgumentParser

from awsbatch.aws.catalog import other_version
from awsbatch.contract.global_option import GlobalOption, GlobalOptions


def global_options(parser: ArgumentParser) -> GlobalOptions:
    """Return the options of the parser that the AWS CLI makes from its data and its plugins."""
    options = (
        GlobalOption(name, takes_value=action.nargs != 0, is_question=action.dest == "version")
        # Python 3.10 to 3.14: argparse lists them nowhere else.
        for action in parser._actions  # noqa: SLF001
        for name in action.option_strings
    )
    return GlobalOptions(options, other_version.elsewhere)
