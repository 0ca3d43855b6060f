"""Shorthand as the CLI parses it, with the place of each value."""

from typing import Any

from awscli.shorthand import ShorthandParseError, ShorthandParser

from awsbatch.aws.line_check.value.located import Located, Parsed, UnreadableError


def shorthand_texts(text: str) -> Parsed:
    """Return shorthand as data; raise `UnreadableError` if it is none."""
    try:
        return _Shorthand().parse(text)
    except ShorthandParseError:
        raise UnreadableError from None


class _Shorthand(ShorthandParser):  # type: ignore[misc]
    """The CLI's parser, made to tell where it found a value, and to read no file."""

    # awscli 1.46: the values of all kinds come from these two.
    def _first_value(self) -> Located:
        return self._found(super()._first_value)

    def _second_value(self) -> Located:
        return self._found(super()._second_value)

    def _resolve_paramfiles(self, val: str) -> str:
        return val

    def _found(self, parse: Any) -> Located:
        start = self._index
        value = parse()
        return Located(value, start, self._index)
