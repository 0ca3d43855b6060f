"""The functions of `<<…>>` beyond JMESPath's own, a module for each subject.

Each is a method `_func_NAME` that is marked with what it takes, which is how
jmespath.py finds custom functions; `interpreter` adds them to JMESPath's. Their
names and the order of their arguments are those of the JMESPath community's
specification (https://jmespath.site), where it has them.
"""

from dataclasses import dataclass

from awsbatch.expression.functions.clock import ClockFunctions
from awsbatch.expression.functions.collection import CollectionFunctions
from awsbatch.expression.functions.number import NumberFunctions
from awsbatch.expression.functions.text import TextFunctions


@dataclass(frozen=True)
class Functions(ClockFunctions, CollectionFunctions, NumberFunctions, TextFunctions):
    """The functions of one run, which share one clock."""
