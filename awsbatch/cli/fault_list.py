"""The faults of a check, in the format that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from awsbatch.fault.gathering import distinct, gathered
from awsbatch.report.fault_format.diagnosis import Diagnosis, diagnosis
from awsbatch.report.fault_format.fault_format import FaultFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from awsbatch.fault.error import AwsbatchError
    from awsbatch.report.console import Console

    Lines: TypeAlias = Callable[[Iterable[Diagnosis]], Iterator[str]]


def show(
    found: Sequence[tuple[str | None, AwsbatchError]], fault_format: FaultFormat, console: Console
) -> None:
    """Show faults and warnings, each with its file if it is in one.

    Text for a person is on standard error; what programs read is on standard output.
    """
    lines = _lines(fault_format)
    if lines is None:
        for error in gathered(distinct(error for _, error in found)):
            console.say_error(error)
    else:
        secrets = console.secrets
        shown = ((file, secrets.masked_error(error, has_line=False)) for file, error in found)
        for line in lines(diagnosis(file, error) for file, error in shown):
            console.print_data(line)


def _lines(fault_format: FaultFormat) -> Lines | None:
    """Return what writes a format for programs, which alone is imported; None for text."""
    match fault_format:
        case FaultFormat.TEXT:
            return None
        case FaultFormat.SHORT:
            from awsbatch.report.fault_format import short

            return short.lines
        case FaultFormat.JSON:
            from awsbatch.report.fault_format import json_object

            return json_object.lines
        case FaultFormat.GITHUB:
            from awsbatch.report.fault_format import workflow_command

            return workflow_command.lines
        case FaultFormat.SARIF:
            from awsbatch.report.fault_format import sarif

            return sarif.lines
