"""Functions of numbers."""

import math
import operator
from collections.abc import Callable

from awsbatch.expression.functions.signature import EvaluationError, takes


class NumberFunctions:
    """Arithmetic, which is exact on whole numbers; a result that is not finite is an error."""

    @takes(["number"], ["number"])
    def _func_add(self, left: float, right: float) -> float:
        """Return the sum of two numbers."""
        return _finite("add", operator.add, left, right)

    @takes(["number"], ["number"])
    def _func_subtract(self, left: float, right: float) -> float:
        """Return the difference of two numbers."""
        return _finite("subtract", operator.sub, left, right)

    @takes(["number"], ["number"])
    def _func_multiply(self, left: float, right: float) -> float:
        """Return the product of two numbers."""
        return _finite("multiply", operator.mul, left, right)

    @takes(["number"], ["number"])
    def _func_divide(self, dividend: float, divisor: float) -> float:
        """Return the quotient of two numbers, a whole one if a whole number divides evenly.

        Raise `EvaluationError` for a division by zero.
        """
        if divisor == 0:
            raise EvaluationError("`divide()` cannot divide by zero")
        if isinstance(dividend, int) and isinstance(divisor, int) and dividend % divisor == 0:
            return dividend // divisor
        return _finite("divide", operator.truediv, dividend, divisor)


def _finite(
    function: str, compute: Callable[[float, float], float], left: float, right: float
) -> float:
    try:
        result = compute(left, right)
    except OverflowError:
        result = math.inf
    # math.isfinite raises OverflowError for whole numbers beyond the floats.
    if not -math.inf < result < math.inf:
        raise EvaluationError(f"the result of `{function}()` is too large")
    return result


def whole(value: float, function: str, *, least: int | None = None) -> int:
    """Return a number as an int; raise `EvaluationError` if it is not whole or below `least`."""
    if value % 1 != 0 or (least is not None and value < least):
        wanted = "a whole number" if least is None else f"a whole number that is at least {least}"
        raise EvaluationError(f"`{function}()` takes {wanted}, found {value}")
    return int(value)
