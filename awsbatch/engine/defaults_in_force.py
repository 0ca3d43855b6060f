"""The values of `defaults` statements that hold for the commands of a block."""

from dataclasses import field, replace

from awsbatch.contract.global_option import Defaults, GlobalOptions
from awsbatch.contract.word import Word
from awsbatch.engine.scope import Scope
from awsbatch.engine.substitution import substitute
from awsbatch.fault.error import ScriptError
from awsbatch.language.defaults import Default, read
from awsbatch.language.model import Defaults as Statement
from awsbatch.record import record


@record
class DefaultsInForce:
    """The global options that earlier `defaults` statements add to a command."""

    options: GlobalOptions
    """The options that the AWS CLI has."""
    given: Defaults = field(default_factory=dict)

    def and_those_of(self, statement: Statement, scope: Scope) -> "DefaultsInForce":
        """Return these defaults with those of a statement, which take precedence.

        Raise the statement's first fault as a `ScriptError`, and what
        `substitute` raises.
        """
        given = dict(self.given)
        for each in read(statement, self.options):
            if isinstance(each, ScriptError):
                raise each
            given[each.option] = _evaluated(each, scope)
        # A new object, since walks that began earlier go on with this one.
        return replace(self, given=given)

    def completed(self, words: list[Word]) -> list[Word]:
        """Return a command's words and, at their end, the defaults that they do not set."""
        return self.options.completed(words, self.given) if self.given else words


def _evaluated(default: Default, scope: Scope) -> tuple[Word, ...]:
    words = tuple(substitute(default.words, scope))
    if len(words) != len(default.words):
        count = len(words) - 1
        message = f"expected one value for `{default.option}`, found a list of {count}"
        raise ScriptError(message, place=default.words[-1].place)
    return words
