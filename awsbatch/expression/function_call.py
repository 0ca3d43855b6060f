"""The function calls of an expression, checked for their names and numbers of arguments."""

from collections.abc import Mapping, Sequence
from typing import Any

from awsbatch.expression import interpreter
from awsbatch.expression.functions.signature import arity
from awsbatch.expression.syntax_fault import ExpressionError
from awsbatch.fault.suggestion import meant
from awsbatch.fault.wording import counted

_FOREIGN = {
    "ascii_downcase": "write `lower(x)`",
    "ascii_upcase": "write `upper(x)`",
    "b64decode": "write `base64_decode(x)`",
    "b64encode": "write `base64_encode(x)`",
    "base64": "write `base64_encode(x)`",
    "base64d": "write `base64_decode(x)`",
    "capitalize": "write `upper(x)`",
    "cat": "write `read('path')`",
    "concat": "write `join('', [x, y])`",
    "count": "write `length(x)`",
    "csvdecode": "write `from_csv(x)`",
    "default": "write `x || y`",
    "del": "write `omit(x, ['key'])`",
    "empty": "write `!x`",
    "endswith": "write `ends_with(x, y)`",
    "env": "write `env.NAME`",
    "except": "write `omit(x, ['key'])`",
    "file": "write `read('path')`",
    "filter": "write `x[?condition]`",
    "first": "write `x[0]`",
    "float": "write `to_number(x)`",
    "from_entries": "write `from_items(x)`",
    "fromjson": "write `from_json(x)`",
    "getpath": "write `get(x, 'key')`",
    "has": "write `contains(keys(x), 'key')`",
    "head": "write `take(x, 10)`",
    "int": "write `to_number(x)`",
    "json": "write `to_string(x)`",
    "jsondecode": "write `from_json(x)`",
    "jsonencode": "write `to_string(x)`",
    "last": "write `x[-1]`",
    "len": "write `length(x)`",
    "limit": "write `take(x, 10)`",
    "lookup": "write `get(x, 'key')`",
    "map_values": "write `map(&expression, values(x))`",
    "nth": "write `get(x, 0)`",
    "quote": "write `url_encode(x)`",
    "reject": "write `x[?!condition]`",
    "select": "write `x[?condition]`",
    "seq": "write `range(1, 11)`",
    "size": "write `length(x)`",
    "skip": "write `drop(x, 10)`",
    "sorted": "write `sort(x)`",
    "startswith": "write `starts_with(x, y)`",
    "str": "write `to_string(x)`",
    "string": "write `to_string(x)`",
    "strip": "write `trim(x)`",
    "strptime": "write `epoch(time)`",
    "substr": "write `slice(x, 0, 3)`",
    "substring": "write `slice(x, 0, 3)`",
    "tail": "write `slice(x, -10)`",
    "test": "write `matches(x, 'regex')`",
    "timestamp": "write `now()`",
    "to_entries": "write `items(x)`",
    "todate": "write `iso(seconds)`",
    "tojson": "write `to_string(x)`",
    "tonumber": "write `to_number(x)`",
    "tostring": "write `to_string(x)`",
    "uniq": "write `unique(x)`",
    "uri": "write `url_encode(x)`",
    "urlencode": "write `url_encode(x)`",
    "without": "write `omit(x, ['key'])`",
}
"""What to write for functions of jq, Jinja, Python and other languages."""

# How a hint shows a parameter; `array-array` and the like are lists to a reader.
_PARAMETERS = {
    "array": "list",
    "array-array": "list",
    "array-number": "list",
    "array-string": "list",
    "boolean": "boolean",
    "expref": "&field",
    "number": "number",
    "object": "object",
    "string": "string",
}


def check_calls(node: Any, *, argument: bool = False) -> None:
    """Raise `ExpressionError` for the first faulty call, or for an `&` outside of one."""
    if not isinstance(node, dict):
        return
    if node["type"] == "expref" and not argument:
        raise ExpressionError("`&` can only begin an argument of a function", node["start"], 1)
    called = node["type"] == "function_expression"
    if called:
        _check_call(node["value"], len(node["children"]), node["start"])
    for child in node["children"]:
        check_calls(child, argument=called)


def _check_call(name: str, given: int, start: int) -> None:
    known = interpreter.TABLE.get(name)
    if known is None:
        # A known function of another language before a similar name of ours.
        hint = _FOREIGN.get(name) or meant(name, interpreter.TABLE, likeness=0.7, form="{}()")
        raise ExpressionError(
            f"there is no function `{name}()`",
            start,
            len(name),
            hint or f"the functions are {', '.join(sorted(interpreter.TABLE))}",
        )
    signature = known["signature"]
    least, most = arity(signature)
    if given < least or (most is not None and given > most):
        message = f"`{name}()` takes {_count(least, most)}, found {given}"
        hint = f"write `{name}({_parameters(signature)})`"
        raise ExpressionError(message, start, len(name), hint)


def _count(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {counted(least, 'argument')}"
    return " or ".join([*map(str, range(least, most)), counted(most, "argument")])


def _parameters(signature: Sequence[Mapping[str, Any]]) -> str:
    shown = ""
    for parameter in signature:
        added = f"{', ' if shown else ''}{_parameter(parameter)}"
        shown += f"[{added}]" if parameter.get("optional") else added
    return shown


def _parameter(parameter: Mapping[str, Any]) -> str:
    names = dict.fromkeys(_PARAMETERS[each] for each in parameter["types"] if each in _PARAMETERS)
    name = next(iter(names)) if len(names) == 1 else "value"
    return f"{name}{'…' if parameter.get('variadic') else ''}"
