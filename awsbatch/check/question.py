"""What an `if` asks a command that it cannot answer by its end."""

from collections.abc import Iterator, Sequence

from awsbatch.contract.answer import ListOf, Object, kinds_of
from awsbatch.contract.catalog import Catalog
from awsbatch.contract.effect import Effect
from awsbatch.contract.global_option import GlobalOptions
from awsbatch.contract.word import Data, HoledWord
from awsbatch.fault.error import ScriptError, ScriptWarning
from awsbatch.language.model import Question, Word

_VALUE = "write `x = COMMAND` on a line before, and `if <<x>>` for what it answers"
_NARROWING = ("--filter", "--prefix", "--pattern")
_LIMITING = ("--max-", "--page-size", "--limit", "--no-", "--next-token", "--starting-token")


def doubts(
    question: Question, words: Sequence[HoledWord], catalog: Catalog, options: GlobalOptions
) -> Iterator[ScriptError]:
    """Yield the fault or the warning of a command that is asked what its end does not tell.

    `words` are the command's, with holes for its placeholders.
    """
    named = [(word, _option(word)) for word in question.command.words if _option(word)]
    for word, name in named:
        option = options.find(name)
        if option is not None and option.name == "--query":
            yield ScriptError(
                "`--query` does nothing here: `if` asks how a command ends, not what it answers",
                place=word.place,
                hint=_VALUE,
            )
            return
    ignores = question.command.modifiers.ignore
    asks_for_one = ignores and _names_one([name for _, name in named if not options.find(name)])
    if not asks_for_one and _lists(words, catalog):
        yield ScriptWarning(
            "this does not ask whether there is any: an empty list is a success as well",
            place=question.command.place,
            hint=_VALUE,
        )
    elif not ignores:
        answer = "true" if question.negated else "false"
        yield ScriptWarning(
            f"this is never {answer}: without `@ignore`, a failure skips the whole `if`",
            place=question.command.place,
            hint="write `@ignore=CODE` before the command, for the failure that means no",
        )


def _option(word: Word) -> str:
    """Return the name of the option that a word is, or an empty string."""
    return str(word.parts[0]).partition("=")[0] if word.starts_with("--") else ""


def _names_one(names: list[str]) -> bool:
    """Return whether options name a thing, of which a command fails if it is not there."""
    if any(name.startswith(_NARROWING) or name.endswith(("-prefix", "-pattern")) for name in names):
        return False
    return any(not name.startswith(_LIMITING) for name in names)


def _lists(words: Sequence[HoledWord], catalog: Catalog) -> bool:
    """Return whether a command reads, and answers with a list, which may be empty."""
    given = [
        tuple(part if isinstance(part, str) else Data("value") for part in word) for word in words
    ]
    if catalog.effect(given) is not Effect.READS:
        return False
    return any(
        isinstance(kind, Object)
        and any(
            isinstance(each, ListOf) for field in kind.fields.values() for each in kinds_of(field)
        )
        for kind in kinds_of(catalog.answer(words, captured=True).data)
    )
