"""Shortcuts: ways to the same results in less time.

Each module of `fast_path` has some. A runner takes those for which the
installed libraries have all that they stand on; a verbatim runner takes none,
and imports none of these modules.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from types import MappingProxyType
from typing import Any, ClassVar


class Shortcut:
    """One shortcut. It overrides the methods for the kinds of objects that it changes."""

    name: ClassVar[str]
    """What messages call the shortcut: a plural, such as "certificates"."""
    needs: ClassVar[tuple[str, ...]] = ()
    """What it stands on, each as one of these.

    `MODULE:NAME`; `MODULE:CLASS().NAME`, which only objects of the class have;
    or `MODULE:FUNCTION(PARAMETER, …)`, with the names of all parameters.
    """

    @property
    def bug(self) -> str | None:
        """What is wrong with it, where it has found that out; it is not taken any more then."""
        return None

    @property
    def parts_off(self) -> Mapping[str, str]:
        """Why parts of it are not taken, by their names, as far as is known yet."""
        return MappingProxyType({})

    def process(self) -> AbstractContextManager[None]:
        """Return a block in which the process takes the shortcut."""
        return nullcontext()

    def events(self, events: Any) -> None:
        """Change the events of a new session or client."""

    def loader(self, loader: Any) -> None:
        """Change a new loader of models, before it has loaded any."""

    def parser(self, parser: Any) -> Any:
        """Return an object that parses words in the place of a parser of the CLI's."""
        return parser

    def service_parser(self, parser: Any, table: Mapping[str, Any]) -> Any:  # noqa: ARG002
        """Return an object that finds a service's operation in `table` in the place of `parser`."""
        return parser

    def lines(self, parser: Any) -> Any:  # noqa: ARG002
        """Return a book of short ways for lines with the global options of `parser`, or None."""
        return None

    def driver(self, driver: Any) -> None:
        """Change a new driver, before any command has registered a handler."""

    def client(self, client: Any) -> None:
        """Change a new client, before it is used."""

    def http_session(self, http_session: Any) -> None:
        """Change the HTTP session of an endpoint, before it has opened a connection."""


class Shortcuts(Shortcut):
    """The shortcuts that a runner takes, as if they were one; by default, there are none."""

    def __init__(
        self,
        taken: Iterable[Shortcut] = (),
        off: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._taken = tuple(taken)
        self._off = off

    @property
    def off(self) -> Mapping[str, str]:
        """Why a shortcut, or a part of one, is not taken, by its name."""
        return {**self._off, **self.parts_off}

    @property
    def bug(self) -> str | None:
        """What is wrong with one of them."""
        return next((each.bug for each in self._taken if each.bug is not None), None)

    @property
    def parts_off(self) -> Mapping[str, str]:
        """Why parts of them are not taken."""
        return {name: why for each in self._taken for name, why in each.parts_off.items()}

    @contextmanager
    def process(self) -> Iterator[None]:
        """Have the process take all shortcuts in this block."""
        with ExitStack() as stack:
            for each in self._taken:
                stack.enter_context(each.process())
            yield

    def events(self, events: Any) -> None:
        """Let each shortcut make its change."""
        for each in self._taken:
            each.events(events)

    def loader(self, loader: Any) -> None:
        """Let each shortcut make its change."""
        for each in self._taken:
            each.loader(loader)

    def parser(self, parser: Any) -> Any:
        """Return the parser as the last shortcut leaves it."""
        for each in self._taken:
            parser = each.parser(parser)
        return parser

    def service_parser(self, parser: Any, table: Mapping[str, Any]) -> Any:
        """Return the parser as the last shortcut leaves it."""
        for each in self._taken:
            parser = each.service_parser(parser, table)
        return parser

    def lines(self, parser: Any) -> Any:
        """Return the book of the shortcut that has one, or None."""
        return next(filter(None, (each.lines(parser) for each in self._taken)), None)

    def driver(self, driver: Any) -> None:
        """Let each shortcut make its change."""
        for each in self._taken:
            each.driver(driver)

    def client(self, client: Any) -> None:
        """Let each shortcut make its change."""
        for each in self._taken:
            each.client(client)

    def http_session(self, http_session: Any) -> None:
        """Let each shortcut make its change."""
        for each in self._taken:
            each.http_session(http_session)


NO_SHORTCUTS = Shortcuts()


@contextmanager
def replaced(home: Any, name: str, replacement: Callable[[Any], Any]) -> Iterator[None]:
    """Replace the attribute `name` of a module in this block by what `replacement` makes of it."""
    original = getattr(home, name)
    setattr(home, name, replacement(original))
    try:
        yield
    finally:
        setattr(home, name, original)
