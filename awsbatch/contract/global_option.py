"""The AWS CLI's global options, which every command takes: one table for all who need them.

Whoever runs commands makes the table from what the installed AWS CLI has, so
that no version's list stands here.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import TypeAlias

from awsbatch.contract.word import Word, text_of
from awsbatch.record import record


@record
class GlobalOption:
    """An option that the AWS CLI takes with every command."""

    name: str
    """Its full name, such as `--region`."""
    takes_value: bool
    is_question: bool = False
    """Whether the AWS CLI answers it and runs no command, as it does for `--version`."""


Defaults: TypeAlias = Mapping[str, tuple[Word, ...]]
"""The words that give global options, by the options' full names."""


class GlobalOptions:
    """The global options of the installed AWS CLI."""

    def __init__(
        self,
        options: Iterable[GlobalOption] = (),
        elsewhere: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        """Begin with all options; see `elsewhere`."""
        self._options = {option.name: option for option in options}
        self.elsewhere = elsewhere
        """Returns the hint for an option that only another version of the AWS CLI has."""

    def __iter__(self) -> Iterator[GlobalOption]:
        return iter(self._options.values())

    def get(self, name: str) -> GlobalOption | None:
        """Return the option with this full name."""
        return self._options.get(name)

    def find(self, text: str) -> GlobalOption | None:
        """Return the option that a word without its `=value` means, as argparse reads it.

        A name may be cut short as long as only one option begins so.
        """
        if text in self._options:
            return self._options[text]
        if not text.startswith("--"):
            return None
        meant = [option for name, option in self._options.items() if name.startswith(text)]
        return meant[0] if len(meant) == 1 else None

    def completed(self, words: list[Word], defaults: Defaults) -> list[Word]:
        """Return a command's words and, at their end, the defaults that they do not set."""
        if not defaults:
            return words
        end = _end(words)
        own = self._own(words[:end])
        added = [word for name, given in defaults.items() if name not in own for word in given]
        return [*words[:end], *added, *words[end:]]

    def sets(self, words: list[Word], name: str) -> bool:
        """Return whether a command's words set the option of this name themselves."""
        return name in self._own(words[: _end(words)])

    def without(self, words: list[Word], names: Container[str]) -> list[Word]:
        """Return a command's words but for the options of these names and their values."""
        end = _end(words)
        left: list[Word] = []
        is_value = False
        for word in words[:end]:
            option = self._set_by(word)
            if is_value:
                is_value = False
            elif option is None or option.name not in names:
                left.append(word)
            else:
                is_value = option.takes_value and "=" not in text_of(word)
        return [*left, *words[end:]]

    def _own(self, words: list[Word]) -> set[str]:
        return {option.name for word in words if (option := self._set_by(word)) is not None}

    def _set_by(self, word: Word) -> GlobalOption | None:
        """Return the global option that a word of a command sets."""
        first = word[0] if word else ""
        # A value is never an option, whatever it begins with.
        if not isinstance(first, str) or not first.startswith("--"):
            return None
        name, equals, _ = first.partition("=")
        # A value that follows the name without `=` makes another name of it.
        if len(word) > 1 and not equals:
            return None
        return self.find(name)


def _end(words: list[Word]) -> int:
    """Return how many words there are before a bare `--`, after which none is an option."""
    return words.index(("--",)) if ("--",) in words else len(words)
