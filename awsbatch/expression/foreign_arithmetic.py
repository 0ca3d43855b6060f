"""Sums, differences, products and quotients as other languages write them, `a + 1` and the like.

JMESPath has functions for them. What is proposed has the operands as they are
written, and the order in which the operators are computed.
"""

import re

_STRING = r"'(?:[^'\\]|\\.)*'"
_ARGUMENTS = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
# A path without projections, or a call: what is longer is not repeated.
PATH = rf"\$?[A-Za-z_]\w*(?:{_ARGUMENTS})?(?:\.(?:\w+|\"[^\"]+\")|\[-?\d+\])*"
"""The pattern of a path whose text hints may repeat."""
OPERAND = rf"(?:{_STRING}|`[^`]*`|-?\d+(?:\.\d+)?|{PATH})"
"""The pattern of what an operator or an index is given, as far as hints may repeat it."""
# Whole operands only: neither the rest of a longer path nor its beginning.
_CHAIN = re.compile(
    rf"(?<![\w.$\])}}\"'`-]){OPERAND}(?:\s*[-+*/]\s*{OPERAND})+(?![\w.(\[]|\s*[-+*/])"
)
_TERM = re.compile(rf"\s*([-+*/]?)\s*({OPERAND})")
_FUNCTIONS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
_PRODUCTS = "*/"


def proposal(text: str, position: int, operator: str) -> str:
    """Return a hint for an operator at a position, which may be that of its right operand."""
    for match in _CHAIN.finditer(text):
        if match.start() < position < match.end():
            return _proposal(match[0])
    proposed = f"write `{_FUNCTIONS[operator]}(a, b)`"
    return f"{proposed}, or `join('', [a, b])` for text" if operator == "+" else proposed


def computed(text: str) -> str | None:
    """Return the call that computes what a text of operators and operands means, or None."""
    return _computed(_TERM.findall(text)) if _CHAIN.fullmatch(text) else None


def _proposal(chain: str) -> str:
    terms = _TERM.findall(chain)
    operands = [operand for _, operand in terms]
    proposed = f"write `{_computed(terms)}`"
    if any(operator not in ("", "+") for operator, _ in terms):
        return proposed
    joined = f"`join('', [{', '.join(operands)}])`"
    if any(operand[0] == "'" for operand in operands):
        return f"write {joined}"
    if any(operand[0] in "`0123456789-" for operand in operands):
        return proposed
    return f"{proposed}, or {joined} for text"


def _computed(terms: list[tuple[str, str]]) -> str:
    """Return the calls for operands with the operator before each, products before sums."""
    sums: list[tuple[str, str]] = []
    for operator, operand in terms:
        if operator and operator in _PRODUCTS:
            before, left = sums.pop()
            sums.append((before, _call(operator, left, operand)))
        else:
            sums.append((operator, operand))
    (_, total), *others = sums
    for operator, operand in others:
        total = _call(operator, total, operand)
    return total


def _call(operator: str, left: str, right: str) -> str:
    return f"{_FUNCTIONS[operator]}({left}, {right})"
