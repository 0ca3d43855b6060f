"""The generation of the user's configuration that commands run in now.

Where the environment of the process changes between commands, there is one for
each environment, so that what was made for one is there when it comes again.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from contextlib import suppress
from threading import Lock

from awsbatch.aws.config_generation import Generation
from awsbatch.aws.isolation import garbage
from awsbatch.aws.wire.connection import Connections

# One takes some 4 MB with the clients of three services; models are shared.
MOST_GENERATIONS = 16


class CurrentGeneration:
    """Keeps generations as long as the configuration that they were made from stays as it is.

    The least recently used is dropped where there are too many.
    """

    def __init__(
        self,
        make: Callable[[], Generation],
        connections: Connections,
        surroundings: Callable[[], Hashable] | None,
    ) -> None:
        """Make none yet; each will begin with the `connections`, which outlive it.

        `surroundings` returns what tells the environment of the process from
        others, where it changes between commands.
        """
        self.last: Generation | None = None
        """The one that was used last, whatever has changed since; None before the first."""
        # By their surroundings, in the order of use, the most recent last.
        self._kept: OrderedDict[Hashable, Generation] = OrderedDict()
        self._surroundings = surroundings
        self._make = make
        self._connections = connections
        self._is_first = True
        # Held by whoever makes a generation; those who want it meanwhile wait for that one.
        self._making = Lock()

    @property
    def all(self) -> Collection[Generation]:
        """All that are kept."""
        return [*self._kept.values()]

    def get(self) -> Generation:
        """Return the generation for environment and configuration as they are, made if need be."""
        surroundings = None if self._surroundings is None else self._surroundings()
        while True:
            last = self.last
            if (
                last is not None
                and last.surroundings == surroundings
                and not last.configuration.changed()
            ):
                return last
            with self._making:
                if self.last is last:
                    self.last = self._found(surroundings)

    def drop(self) -> None:
        """Have others made for the commands that begin later."""
        with self._making:
            self.last = None
            while self._kept:
                self._drop_oldest()

    def _found(self, surroundings: Hashable) -> Generation:
        """Return the kept generation of an environment, or a new one."""
        # Dropped first, so that `made_for_good` finds it to be garbage.
        self.last = None
        kept = self._kept.get(surroundings)
        if kept is not None and not kept.configuration.changed():
            self._kept.move_to_end(surroundings)
            return kept
        if kept is not None:
            self._drop(surroundings)
        if len(self._kept) >= MOST_GENERATIONS:
            self._drop_oldest()
        return self._made(surroundings)

    def _drop_oldest(self) -> None:
        self._drop(next(iter(self._kept)))

    def _drop(self, surroundings: Hashable) -> None:
        self._connections.end(self._kept.pop(surroundings).shared)

    def _made(self, surroundings: Hashable) -> Generation:
        if self._surroundings is None:
            with garbage.made_for_good():
                made = self._make()
        elif self._is_first:
            # It is made before there is anything to serve, and perhaps for processes that are
            # forked: all have at once what they need, and touch it no more.
            with garbage.made_for_good():
                made = self._make()
                # What cannot be made, or found, each command tells of by itself.
                with suppress(Exception):
                    made.prepare()
        else:
            # Others come and go, and are left to Python.
            made = self._make()
        self._is_first = False
        made.surroundings = surroundings
        self._connections.begin(made.shared)
        self._kept[surroundings] = made
        return made
