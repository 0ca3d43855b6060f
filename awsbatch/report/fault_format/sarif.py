"""Faults as a log in the Static Analysis Results Interchange Format (SARIF), 2.1.0."""

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from awsbatch.report.fault_format.diagnosis import Diagnosis

_RULES = {"error": "fault", "warning": "warning"}
_MEANINGS = {"fault": "The file would not be run", "warning": "A suspicious part of the file"}


def lines(found: Iterable[Diagnosis]) -> Iterator[str]:
    """Yield the lines of one log with a result for each fault."""
    rules = [{"id": each, "shortDescription": {"text": text}} for each, text in _MEANINGS.items()]
    home = "https://github.com/awsbatch/awsbatch"
    run = {
        "tool": {"driver": {"name": "awsbatch", "informationUri": home, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each) for each in found],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    yield json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2)


def _result(each: Diagnosis) -> dict[str, Any]:
    return {
        "ruleId": _RULES[each.severity],
        "level": each.severity,
        "message": {"text": each.text},
        "locations": [] if each.file is None else [{"physicalLocation": _location(each)}],
    }


def _location(each: Diagnosis) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(each.file or "")}}
    if each.place is not None:
        location["region"] = {
            "startLine": each.place.line,
            "startColumn": each.place.column,
            "endColumn": each.end_column,
        }
    return location


def _uri(file: str) -> str:
    uri = quote(os.fsencode(file))
    return f"file://{uri}" if uri.startswith("/") else uri
