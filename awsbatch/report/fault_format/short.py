"""Faults as compilers write them, which editors find their way by."""

from collections.abc import Iterable, Iterator

from awsbatch.report.fault_format.diagnosis import Diagnosis


def lines(found: Iterable[Diagnosis]) -> Iterator[str]:
    """Yield `FILE:LINE:COLUMN: error: MESSAGE (HINT)` for each fault."""
    for each in found:
        yield f"{_where(each)}: {each.severity}: {each.text}"


def _where(each: Diagnosis) -> str:
    if each.file is None:
        return "awsbatch"
    line, column = (each.place.line, each.place.column) if each.place else (1, 1)
    return f"{each.file}:{line}:{column}"
