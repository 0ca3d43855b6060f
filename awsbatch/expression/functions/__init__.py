"""The functions of expressions beyond JMESPath's own, a module for each subject.

Each is a method `_func_NAME` with a `signature`, by which jmespath.py finds
custom functions; `interpreter` adds them to JMESPath's. Their names and the
order of their arguments follow the JMESPath community's specification
(https://jmespath.site), as far as it has them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from awsbatch.expression.functions.clock import ClockFunctions
from awsbatch.expression.functions.codec import CodecFunctions
from awsbatch.expression.functions.collection import CollectionFunctions
from awsbatch.expression.functions.local_text import LocalTextFunctions
from awsbatch.expression.functions.number import NumberFunctions
from awsbatch.expression.functions.text import TextFunctions
from awsbatch.redaction.secret import Secrets


@dataclass(frozen=True)
class Functions(
    ClockFunctions,
    CodecFunctions,
    CollectionFunctions,
    LocalTextFunctions,
    NumberFunctions,
    TextFunctions,
):
    """The functions of one run, for which the time is the start of the run."""

    would_write: Callable[[Path], bool] | None = None
    """Returns whether the plan writes a file, which `read()` can then say nothing of."""
    secrets: Secrets | None = None
    """Those of the run, to which belongs what the functions make of them."""
