"""What a line that names an operation is answered with, by the options that change it."""

from typing import Any

from awscli.clidriver import CLIOperationCaller

from awsbatch.aws.driver.service import Caller
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.operation_answer import OperationAnswer
from awsbatch.aws.line_check.placeholder_word import has_hole
from awsbatch.aws.line_check.reading import Reading
from awsbatch.contract.answer import NOT_KNOWN, Answered, Query

SKELETON = "--generate-cli-skeleton"
_LIMITING = frozenset({"--max-items", "--cli-input-json"})


def calls_plainly(operation: Any) -> bool:
    """Return whether the CLI prints the response to an operation as it is."""
    # awscli 1.46: `ecs execute-command` and `ssm start-session` begin a session in the terminal.
    return type(operation._operation_caller) in (CLIOperationCaller, Caller)  # noqa: SLF001


def answered(
    operation: OperationAnswer,
    reading: Reading,
    line: CommandLine,
    *,
    joined: bool,
    paged: bool,
) -> Answered:
    """Return what a line is answered with.

    `paged` says whether the CLI asks for all pages, `joined` whether they come as one.
    """
    given = line.reading.last.get("query")
    names = {option.matches[0] for option in reading.known}
    if SKELETON in names or (given is not None and has_hole(given.value)):
        return NOT_KNOWN
    query = Query(str(given.value), given.value.place, given.value.offset) if given else None
    if not (paged and joined):
        return Answered(operation.whole, query)
    return Answered(operation.of_pages(limited=not names.isdisjoint(_LIMITING)), query)
