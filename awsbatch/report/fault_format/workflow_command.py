"""Faults as workflow commands, by which GitHub Actions shows them beside their lines."""

from collections.abc import Iterable, Iterator

from awsbatch.report.fault_format.diagnosis import Diagnosis


def lines(found: Iterable[Diagnosis]) -> Iterator[str]:
    """Yield `::error file=…,line=…,col=…,endColumn=…,title=awsbatch::MESSAGE` for each fault."""
    for each in found:
        given = ",".join(f"{name}={_property(value)}" for name, value in _properties(each))
        yield f"::{each.severity} {given}::{_data(each.text)}"


def _properties(each: Diagnosis) -> Iterator[tuple[str, str]]:
    if each.file is not None:
        yield "file", each.file
    if each.place is not None:
        yield "line", f"{each.place.line}"
        yield "col", f"{each.place.column}"
        yield "endColumn", f"{each.end_column}"
    yield "title", "awsbatch"


def _data(text: str) -> str:
    # The sign of an escape first, or it would be escaped in those of others.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
