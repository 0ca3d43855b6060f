"""A script held against its own names: what is set where, and read where."""

from collections.abc import Collection, Generator, Iterable, Iterator

from awsbatch.check import almost_placeholder as likeness
from awsbatch.check.name_state import (
    LOOP,
    PARALLEL,
    Frame,
    Frames,
    at,
)
from awsbatch.contract.global_option import GlobalOptions
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.defaults import check_defaults
from awsbatch.language.model import (
    Assert,
    Assign,
    Capture,
    Defaults,
    ErrExit,
    Finally,
    For,
    If,
    Parallel,
    Placeholder,
    Print,
    Redirect,
    Run,
    Statement,
    While,
    Word,
)
from awsbatch.language.names_set import additions, inner_additions, top_settings


class NameCheck:
    """The names that statements have set so far, for a stream of them.

    It grows with the number of distinct names, not of statements.
    """

    def __init__(
        self, known: Collection[str], options: GlobalOptions, *, parallel: bool = False
    ) -> None:
        """Begin with names that something other than the script sets, such as `--variable`.

        With `parallel`, the statements of a file run beside each other.
        """
        self._frames = Frames(known)
        self._options = options
        self._parallel_files = parallel
        self.mentioned: set[str] = set()
        """The names that statements set or refer to."""

    def excuse(self, names: Iterable[str]) -> None:
        """Take names as set, whose lines are at fault and told of already."""
        self._frames.excused.update(names)

    def expect(self, statements: Iterable[Statement]) -> None:
        """Take note of what the statements of a file will set, for hints."""
        self.join()
        self._frames.expect(top_settings(statements))

    def join(self) -> None:
        """Begin another file, which may read what all statements before it have set."""
        if self._parallel_files:
            self._frames.join()

    def check(self, statement: Statement) -> list[ScriptError]:
        """Return the faults and warnings of a top-level statement, after those before it."""
        if isinstance(statement, Finally):
            self.join()
        found = list(self._statement(statement))
        if self._parallel_files:
            self._frames.outermost.part()
        return found

    def _statement(self, statement: Statement) -> Iterator[ScriptError]:  # noqa: C901 (a case each)
        match statement:
            case Run(command, redirect):
                yield from self._words(command.words)
                yield from self._redirect(redirect)
            case Print(words, redirect):
                yield from self._words(words)
                yield from self._redirect(redirect)
            case Defaults(words):
                yield from self._words(words)
                yield from check_defaults(statement, self._options)
            case Assert(condition, words):
                yield from self._placeholder(condition)
                yield from self._words(words)
            case Capture() | Assign():
                yield from self._setting(statement)
            case For() | While():
                yield from self._loop(statement)
            case If():
                yield from self._if(statement)
            case Parallel():
                yield from self._parallel(statement)
            case Finally(body):
                # It may not run, so that what it sets ends with it.
                names = dict(self._frames.outermost.names)
                yield from self._body(body)
                self._frames.outermost.names = names
            case ErrExit():
                pass

    def _body(self, statements: Iterable[Statement]) -> Iterator[ScriptError]:
        for statement in statements:
            yield from self._statement(statement)

    def _words(self, words: Iterable[Word]) -> Iterator[ScriptError]:
        for word in words:
            braces = False
            for part in word.parts:
                if isinstance(part, str):
                    braces |= "{{" in part
                else:
                    yield from self._placeholder(part)
            if word.quoted or braces:
                yield from likeness.in_word(word, self._frames.is_set)

    def _redirect(self, redirect: Redirect | None) -> Iterator[ScriptError]:
        if redirect is None:
            return
        yield from self._words([redirect.target])
        name, place = redirect.target.literal, redirect.target.place
        if name is None or name.startswith("/dev/"):
            return
        beside = self._frames.file_beside(name)
        if self._frames.is_parallel:
            yield ScriptError(
                "every round of this `parallel for` would write to the same file",
                place=place,
                hint="put a placeholder in its name, or print what is to stand together",
            )
        elif beside is not None:
            yield ScriptError(
                f"line {beside.line} writes to `{name}` as well, beside this line",
                place=place,
                hint="write to another file, or to standard output, which comes in order",
            )
        self._frames.write(name, place)

    def _placeholder(self, placeholder: Placeholder) -> Iterator[ScriptError]:
        expression = placeholder.expression
        self.mentioned |= expression.names
        unreadable = [name for name in expression.names if not self._frames.is_set(name)]
        growing = [name for name in expression.names if self._frames.growing(name)]
        places = {name: expression.place_of(name) for name in (*unreadable, *growing)}
        for name in sorted(places, key=lambda name: (places[name].line, places[name].column)):
            yield self._growing_fault(name, places[name]) or ScriptError(
                f"nothing named `{name}` is set before this line",
                place=places[name],
                hint=self._frames.suggestion(name, places[name]),
            )
        yield from likeness.in_expression(expression, self._frames.is_of_script)

    def _setting(self, statement: Capture | Assign) -> Iterator[ScriptError]:
        self.mentioned.add(statement.name)
        if statement.append:
            yield from self._addition(statement)
        else:
            yield from self._set(statement.name, statement.place)
        match statement:
            case Capture(_, command):
                yield from self._words(command.words)
            case Assign(_, value):
                yield from self._placeholder(value)
        if not statement.append:
            self._frames.innermost.names[statement.name] = statement.place

    def _addition(self, statement: Capture | Assign) -> Iterator[ScriptError]:
        name, frame = statement.name, self._frames.innermost
        if self._frames.is_file:
            yield ScriptError(
                f"`{name}[]` adds to a list, in a loop or a `parallel` block only",
                place=statement.place,
                hint=f"write `{name} = …`",
            )
        elif name in frame.names:
            yield ScriptError(
                f"`{name}` is a value of this {frame.kind}, and not a list around it",
                place=statement.place,
                hint="choose another name",
            )

    def _loop(self, loop: For | While) -> Iterator[ScriptError]:
        match loop:
            case For(name, words):
                pass
            case While(Capture(name, command)):
                words = command.words
        if self._frames.is_taken(name):
            hint = "choose another name: what a loop sets ends with its round"
            yield _already(name, loop.place, self._frames.place(name), LOOP, hint)
        if len(words) == 1 and isinstance(loop, For):
            yield from likeness.of_list(words[0], self._frames.is_set)
        yield from self._words(words)
        parallel = isinstance(loop, For) and loop.parallel
        lists = yield from self._lists(loop.body)
        growing = lists if parallel else {}
        self._frames.push(Frame(LOOP, {name: loop.place}, growing=growing, parallel=parallel))
        yield from self._body(loop.body)
        self._frames.pop()

    def _lists(self, body: Iterable[Statement]) -> Generator[ScriptError, None, dict[str, Place]]:
        """Note the lists of this block that a loop in it adds to, and where it does.

        Refuse those that statements beside the loop set, or may read.
        """
        frame = self._frames.innermost
        values = frame.siblings.keys() - frame.lists
        lists = {added.name: added.place for added in additions(body)}
        for added in inner_additions(body):
            if self._frames.is_set(added.name):
                lists.setdefault(added.name, added.place)
        for name, place in lists.items():
            if not self._frames.is_set(name):
                frame.names[name] = place
                frame.lists |= {name}
            if name in values:
                yield _also_set(name, place, frame.siblings[name])
            elif name in self._frames.earlier:
                yield ScriptError(
                    f"`{name}` is set {at(self._frames.earlier[name], place)}, and cannot be"
                    " added to beside other lines",
                    place=place,
                    hint="choose another name, or run without `-P`",
                )
        return lists

    def _if(self, statement: If) -> Iterator[ScriptError]:
        frame = self._frames.innermost
        before, after = frame.names, dict(frame.names)
        for branch in statement.branches:
            if branch.condition is not None:
                yield from self._placeholder(branch.condition)
            frame.names = dict(before)
            yield from self._body(branch.body)
            after.update(frame.names)
            frame.names = before
        frame.names = after

    def _parallel(self, statement: Parallel) -> Iterator[ScriptError]:
        lists = yield from self._lists(statement.body)
        frame = Frame(PARALLEL, {}, growing=lists)
        self._frames.push(frame)
        for inner in statement.body:
            yield from self._statement(inner)
            frame.part()
        self._frames.pop()
        self._frames.innermost.names.update(frame.siblings)

    def _set(self, name: str, place: Place) -> Iterator[ScriptError]:
        """Refuse, in a loop or a `parallel` block, a name that exists outside it."""
        frame = self._frames.innermost
        if name in frame.siblings:
            yield _also_set(name, place, frame.siblings[name])
        elif not self._frames.is_file and name not in frame.names and self._frames.is_taken(name):
            hint = f"choose another name, or write `{name}[] = …` to add to a list out there"
            yield _already(name, place, self._frames.place(name), frame.kind, hint)

    def _growing_fault(self, name: str, place: Place) -> ScriptError | None:
        added = self._frames.growing(name)
        if added is None:
            return None
        return ScriptError(
            f"`{name}` is not known yet: line {added.line} adds to it beside this line",
            place=place,
            hint="read it after the `end` of the parallel block",
        )


def _also_set(name: str, place: Place, beside: Place) -> ScriptError:
    return ScriptError(
        f"`{name}` is also set on line {beside.line}, beside this statement",
        place=place,
        hint=f"choose another name, or write `{name}[] = …` to gather both in a list",
    )


def _already(name: str, place: Place, before: Place | None, kind: str, hint: str) -> ScriptError:
    message = (
        f"`{name}` already has a value, by an option or by `AWSBATCH_VARIABLE_{name}`"
        if before is None
        else f"`{name}` is already set {at(before, place)}, outside this {kind}"
    )
    return ScriptError(message, place=place, hint=hint)
