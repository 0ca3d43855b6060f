"""JMESPath's grammar, extended by `$name` for a name of the script, and by bare numbers.

The notation of names is that of JMESPath's let expressions (JEP-18), which
jmespath.py lacks. Its syntax trees have no positions either: fields, calls,
literals, `$name`, `&` and a `[]` that follows nothing get a `start` here, and a step in brackets
or `*` where it is `at`, and an index that follows nothing that it `begins`. A number is a literal.
"""

import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import jmespath.exceptions
import jmespath.lexer
import jmespath.parser

from awsbatch.expression import syntax_fault


def parse(text: str) -> Any:
    """Return the syntax tree of an expression, under a `script` node if it has a `$name`.

    Raise `ExpressionError` at the character for text that is not JMESPath.
    """
    try:
        with warnings.catch_warnings():
            # jmespath 1.1: warns of a literal that is not JSON, such as
            # `running` in backquotes, which AWS CLI users are accustomed to.
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            return _Parser().parse(text)
    except jmespath.exceptions.ParseError as error:
        raise syntax_fault.fault(text, error) from error
    except jmespath.exceptions.EmptyExpressionError:
        raise syntax_fault.empty(text) from None
    except RecursionError as error:
        raise syntax_fault.too_deep(text) from error
    except ValueError as error:
        # Python refuses to convert numbers of more than 4,300 digits.
        raise syntax_fault.ExpressionError(
            f"this expression cannot be read: {error}", 0, len(text)
        ) from error


# Whole numbers are tokens of JMESPath, for an index.
_NUMBERS = frozenset(["number", "decimal"])
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+", re.ASCII)
# No number that JSON has either: 30d, 012345678901, 1.2.3.
_NO_NUMBER = re.compile(
    r"-?(?:0[0-9]|[0-9]+(?:\.[0-9]+)?[A-Za-z_]|[0-9]+\.[0-9]+\.[0-9])", re.ASCII
)


class _Lexer(jmespath.lexer.Lexer):
    """JMESPath's lexer, with tokens for `$name` and `1.5`."""

    START_IDENTIFIER: ClassVar = {*jmespath.lexer.Lexer.START_IDENTIFIER, "$"}

    def tokenize(self, expression: str) -> Iterator[Any]:
        end = 0
        for token in super().tokenize(expression):
            # The point and the fraction of a decimal are tokens, too.
            if token["start"] < end:
                continue
            if token["type"] == "unquoted_identifier" and token["value"][0] == "$":
                yield self._dollar_name(token)
            elif token["type"] == "number":
                number = self._number(token, expression)
                end = number["end"]
                yield number
            else:
                yield token

    def _number(self, token: Any, expression: str) -> Any:
        start = token["start"]
        if _NO_NUMBER.match(expression, start):
            raise jmespath.exceptions.LexerError(start, token["value"], "no number")
        match = _DECIMAL.match(expression, start)
        if match is None:
            return token
        return {"type": "decimal", "value": float(match[0]), "start": start, "end": match.end()}

    def _dollar_name(self, token: Any) -> Any:
        name = token["value"][1:]
        if name[:1] not in super().START_IDENTIFIER:
            raise jmespath.exceptions.LexerError(token["start"], name, "no name")
        return {**token, "type": "dollar_name", "value": name}


class _Parser(jmespath.parser.Parser):
    """JMESPath's parser, with positions, and with `$name` and numbers as expressions.

    It bypasses jmespath.py's cache, which is keyed by the text alone: the AWS
    CLI shares that cache, and would get these trees.
    """

    BINDING_POWER: ClassVar = {
        **jmespath.parser.Parser.BINDING_POWER,
        "decimal": 0,
        "dollar_name": 0,
    }

    # jmespath 1.1: private members, which its type stubs leave out.
    _tokens: list[Any]
    _current_token: Callable[[], str]
    _error_led_token: Callable[[Any], None]
    _expression: Callable[..., Any]
    _lookahead: Callable[[int], str]
    _lookahead_token: Callable[[int], Any]
    _match: Callable[[str], None]

    def parse(self, expression: str) -> Any:
        self._tokens = list(_Lexer().tokenize(expression))
        tree = self._expression()
        if self._current_token() != "eof":
            self._error_led_token(self._lookahead_token(0))
        dollars = any(token["type"] == "dollar_name" for token in self._tokens)
        return {"type": "script", "children": [tree]} if dollars else tree

    def _token_nud_dollar_name(self, token: Any) -> Any:
        return _node("dollar_name", token["start"], token["value"])

    def _token_nud_unquoted_identifier(self, token: Any) -> Any:
        return _node("field", token["start"], token["value"])

    def _token_nud_quoted_identifier(self, token: Any) -> Any:
        if self._current_token() == "lparen":
            raise _misplaced(token)
        return _node("field", token["start"], token["value"])

    def _token_nud_literal(self, token: Any) -> Any:
        return _node("literal", token["start"], token["value"])

    _token_nud_number = _token_nud_literal
    _token_nud_decimal = _token_nud_literal

    def _parse_index_expression(self) -> Any:
        bracket = self._lookahead_token(-1)
        step = super()._parse_index_expression()  # type: ignore[misc]  # jmespath 1.1: private
        return _step_at(bracket, step)

    def _token_led_filter(self, left: Any) -> Any:
        bracket = self._lookahead_token(-1)
        step = super()._token_led_filter(left)  # type: ignore[misc]  # as above
        return _step_at(bracket, step)

    def _token_led_flatten(self, left: Any) -> Any:
        bracket = self._lookahead_token(-1)
        projection = super()._token_led_flatten(left)  # type: ignore[misc]  # as above
        _step_at(bracket, projection["children"][0])
        return projection

    def _token_led_lbracket(self, left: Any) -> Any:
        bracket = self._lookahead_token(-1)
        step = super()._token_led_lbracket(left)  # type: ignore[misc]  # as above
        return _step_at(bracket, step) if step["type"] == "projection" else step

    def _token_led_dot(self, left: Any) -> Any:
        after = self._lookahead_token(0)
        step = super()._token_led_dot(left)  # type: ignore[misc]  # as above
        return _step_at(after, step) if step["type"] == "value_projection" else step

    def _token_nud_flatten(self, token: Any) -> Any:
        projection = super()._token_nud_flatten(token)  # type: ignore[misc]  # jmespath 1.1: private
        _step_at(token, projection["children"][0])["start"] = token["start"]
        return projection

    def _token_nud_lbracket(self, token: Any) -> Any:
        # A number alone in brackets is an index.
        if self._current_token() == "number" and self._lookahead(1) == "comma":
            return self._parse_multi_select_list()
        step = super()._token_nud_lbracket(token)  # type: ignore[misc]  # jmespath 1.1: private
        if step["type"] == "index_expression":
            step["children"][1]["begins"] = True
        return _step_at(token, step) if step["type"] == "projection" else step

    def _parse_multi_select_list(self) -> Any:
        first = self._lookahead_token(0)
        parsed = super()._parse_multi_select_list()  # type: ignore[misc]  # as above
        if first["type"] in _NUMBERS and self._lookahead_token(-2) is first:
            raise _misplaced(first)
        return parsed

    def _token_nud_expref(self, token: Any) -> Any:
        operand = self._expression(self.BINDING_POWER["expref"])
        return _node("expref", token["start"], None, operand)

    def _token_led_lparen(self, left: Any) -> Any:
        if left["type"] != "field":
            # The token before the `(`, which the parser is already past.
            raise _misplaced(self._lookahead_token(-2))
        arguments = []
        while self._current_token() != "rparen":
            arguments.append(self._expression())
            # jmespath 1.1 accepts arguments without commas, and so `--query` does.
            # A number among them would make two arguments of `a -1`.
            if self._current_token() == "comma":
                self._match("comma")
            elif self._current_token() in _NUMBERS:
                raise _misplaced(self._lookahead_token(0))
        self._match("rparen")
        return _node("function_expression", left["start"], left["value"], *arguments)


def _node(kind: str, start: int, value: object, *children: Any) -> Any:
    return {"type": kind, "start": start, "value": value, "children": list(children)}


def _step_at(token: Any, step: Any) -> Any:
    """Return a step of a path that begins with this token, which is not where the path begins."""
    step["at"] = token["start"]
    return step


def _misplaced(token: Any) -> jmespath.exceptions.ParseError:
    return jmespath.exceptions.ParseError(token["start"], token["value"], token["type"])
