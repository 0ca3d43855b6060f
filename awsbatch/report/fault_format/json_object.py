"""Faults as JSON, one object a line."""

import json
from collections.abc import Iterable, Iterator

from awsbatch.report.fault_format.diagnosis import Diagnosis, text_of


def lines(found: Iterable[Diagnosis]) -> Iterator[str]:
    """Yield an object for each fault; what is not known of it is null."""
    for each in found:
        place = each.place
        fields = {
            "file": each.file and text_of(each.file),
            "line": place and place.line,
            "column": place and place.column,
            "end_column": each.end_column,
            "severity": each.severity,
            "message": text_of(each.message),
            "hint": each.hint and text_of(each.hint),
        }
        yield json.dumps(fields)
