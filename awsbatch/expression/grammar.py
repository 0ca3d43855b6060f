"""JMESPath's grammar, extended by `$name` for a name of the script.

The notation is that of JMESPath's let expressions (JEP-18), which jmespath.py
lacks. Its syntax trees have no positions either: fields, calls, `$name` and
`&` get a `start` here.
"""

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


class _Lexer(jmespath.lexer.Lexer):
    """JMESPath's lexer, with a token for `$name`."""

    START_IDENTIFIER: ClassVar = {*jmespath.lexer.Lexer.START_IDENTIFIER, "$"}

    def tokenize(self, expression: str) -> Iterator[Any]:
        for token in super().tokenize(expression):
            if token["type"] == "unquoted_identifier" and token["value"][0] == "$":
                yield self._dollar_name(token)
            else:
                yield token

    def _dollar_name(self, token: Any) -> Any:
        name = token["value"][1:]
        if name[:1] not in super().START_IDENTIFIER:
            raise jmespath.exceptions.LexerError(token["start"], name, "no name")
        return {**token, "type": "dollar_name", "value": name}


class _Parser(jmespath.parser.Parser):
    """JMESPath's parser, with positions, and with `$name` as an expression.

    It bypasses jmespath.py's cache, which is keyed by the text alone: the AWS
    CLI shares that cache, and would get these trees.
    """

    BINDING_POWER: ClassVar = {**jmespath.parser.Parser.BINDING_POWER, "dollar_name": 0}

    # jmespath 1.1: private members, which its type stubs leave out.
    _tokens: list[Any]
    _current_token: Callable[[], str]
    _error_led_token: Callable[[Any], None]
    _expression: Callable[..., Any]
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
            if self._current_token() == "comma":
                self._match("comma")
        self._match("rparen")
        return _node("function_expression", left["start"], left["value"], *arguments)


def _node(kind: str, start: int, value: object, *children: Any) -> Any:
    return {"type": kind, "start": start, "value": value, "children": list(children)}


def _misplaced(token: Any) -> jmespath.exceptions.ParseError:
    return jmespath.exceptions.ParseError(token["start"], token["value"], token["type"])
