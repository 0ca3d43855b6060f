"""Shortcuts: ways to come sooner to what comes out the same.

Each module of `fast_path` has some. A runner takes those for which the
installed libraries have all that they stand on; a verbatim runner takes none,
and imports none of these modules.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from types import MappingProxyType
from typing import Any, ClassVar


class Shortcut:
    """One shortcut. A method does nothing where the shortcut has no part in what is made there."""

    name: ClassVar[str]
    """What messages call the shortcut: a plural, such as "certificates"."""
    needs: ClassVar[tuple[str, ...]] = ()
    """What it stands on: each `MODULE:NAME`, or `MODULE:CLASS().NAME` for what objects have."""

    def process(self) -> AbstractContextManager[None]:
        """Return a block in which the process takes the shortcut."""
        return nullcontext()

    def events(self, events: Any) -> None:
        """See to the events of a new session or client, before handlers are registered."""

    def loader(self, loader: Any) -> None:
        """See to a new loader of models, before it has looked for any."""

    def parser(self, parser: Any) -> Any:
        """Return what is to parse words in place of a parser of the CLI's."""
        return parser

    def service_parser(self, parser: Any, table: Mapping[str, Any]) -> Any:  # noqa: ARG002
        """Return what is to find a service's operation, by name in `table`, in a parser's place."""
        return parser

    def driver(self, driver: Any) -> None:
        """See to a new driver, before any command has registered a handler."""

    def client(self, client: Any) -> None:
        """See to a new client, before it is used."""

    def http_session(self, http_session: Any) -> None:
        """See to what will open the connections to an endpoint, before there are any."""


class Shortcuts(Shortcut):
    """The shortcuts that are taken, as if they were one; none unless they are given."""

    def __init__(
        self,
        taken: Iterable[Shortcut] = (),
        off: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._taken = tuple(taken)
        self.off = off
        """Why a shortcut is not taken, by its name."""

    @contextmanager
    def process(self) -> Iterator[None]:
        """Have the process take all of them in this block."""
        with ExitStack() as stack:
            for each in self._taken:
                stack.enter_context(each.process())
            yield

    def events(self, events: Any) -> None:
        """Do as each of them does."""
        for each in self._taken:
            each.events(events)

    def loader(self, loader: Any) -> None:
        """Do as each of them does."""
        for each in self._taken:
            each.loader(loader)

    def parser(self, parser: Any) -> Any:
        """Return the parser as the last of them leaves it."""
        for each in self._taken:
            parser = each.parser(parser)
        return parser

    def service_parser(self, parser: Any, table: Mapping[str, Any]) -> Any:
        """Return the parser as the last of them leaves it."""
        for each in self._taken:
            parser = each.service_parser(parser, table)
        return parser

    def driver(self, driver: Any) -> None:
        """Do as each of them does."""
        for each in self._taken:
            each.driver(driver)

    def client(self, client: Any) -> None:
        """Do as each of them does."""
        for each in self._taken:
            each.client(client)

    def http_session(self, http_session: Any) -> None:
        """Do as each of them does."""
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
