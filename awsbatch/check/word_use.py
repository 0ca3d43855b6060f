"""The words of a script: the names and fields in their placeholders, and the files they name."""

from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from awsbatch.check import name_fault
from awsbatch.check.almost_placeholder import in_expression, in_word
from awsbatch.check.name_answer import NameAnswers, elements
from awsbatch.check.name_state import NameState
from awsbatch.contract.answer import STRING, Answer, either
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.model import Placeholder, Redirect, Word


class WordCheck:
    """The check of words by the names that are set before their statement."""

    def __init__(self, state: NameState, answers: NameAnswers) -> None:
        self._state = state
        self._answers = answers
        self._read: list[tuple[Path, Place]] = []

    def files_read(self) -> list[tuple[Path, Place]]:
        """Return the files that expressions read since this was last called, and the places."""
        read, self._read = self._read, []
        return read

    def words(self, words: Iterable[Word]) -> Iterator[ScriptError]:
        """Yield what is wrong with words."""
        for word in words:
            literal = word.literal
            # Most words are literal: what follows is not for them to pay.
            if literal is not None and not word.quoted and "{{" not in literal:
                continue
            braces = False
            for part in word.parts:
                if isinstance(part, str):
                    braces |= "{{" in part
                else:
                    yield from self.placeholder(part)
            if word.quoted or braces:
                yield from in_word(word, self._state.is_set)

    def redirect(self, redirect: Redirect | None) -> Iterator[ScriptError]:
        """Yield what is wrong with the file that a statement writes to, and note the file."""
        if redirect is None:
            return
        yield from self.words([redirect.target])
        name, place = redirect.target.literal, redirect.target.place
        if name is None or name.startswith("/dev/"):
            return
        beside = self._state.file_beside(name)
        if self._state.is_parallel:
            yield name_fault.file_of_every_round(place)
        elif beside is not None:
            yield name_fault.file_of_two_lines(name, place, beside)
        self._state.write(name, place)

    def placeholder(self, placeholder: Placeholder) -> Generator[ScriptError, None, Answer]:
        """Yield what is wrong with an expression, and return what it can come to."""
        expression = placeholder.expression
        unreadable = [name for name in expression.names if not self._state.is_set(name)]
        growing = [name for name in expression.names if self._state.growing(name)]
        places = {name: expression.place_of(name) for name in (*unreadable, *growing)}
        for name in sorted(places, key=lambda name: (places[name].line, places[name].column)):
            place, added = places[name], self._state.growing(name)
            yield (
                name_fault.not_set(name, place, self._state.suggestion(name, place))
                if added is None
                else name_fault.not_known_yet(name, place, added)
            )
        self._read += expression.files_read()
        answer, wrong = self._answers.of_expression(expression)
        yield from wrong
        told = {fault.position for fault in wrong}
        for warning in in_expression(expression, self._state.is_of_script):
            if warning.position not in told:
                yield warning
        return answer

    def rounds(self, words: Iterable[Word]) -> Generator[ScriptError, None, Answer]:
        """Return what the rounds of a loop over words have."""
        answers: list[Answer] = []
        for word in words:
            if word.placeholder is None:
                yield from self.words([word])
                answers.append(STRING)
            else:
                answer = yield from self.placeholder(word.placeholder)
                answers.append(elements(answer))
        return either(answers)
