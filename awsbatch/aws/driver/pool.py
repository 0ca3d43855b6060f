"""Drivers kept between commands."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from operator import attrgetter
from threading import Lock

from awsbatch.aws.driver.driver import Driver
from awsbatch.aws.version.installed import SESSION_OPTIONS


class DriverPool:
    """Idle drivers by the options of their session; the least recently used are dropped."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._drivers: OrderedDict[Hashable, list[Driver]] = OrderedDict()
        self._count = 0
        # It guards the two above.
        self._lock = Lock()

    def take(self, key: Hashable) -> Driver | None:
        """Remove and return the driver of this key that was put in last, or None."""
        with self._lock:
            waiting = self._drivers.get(key)
            if not waiting:
                return None
            self._count -= 1
            driver = waiting.pop()
            if not waiting:
                del self._drivers[key]
            return driver

    def has(self, key: Hashable) -> bool:
        """Return whether there is a driver of this key."""
        return key in self._drivers

    def put(self, key: Hashable, driver: Driver) -> list[Driver]:
        """Add an idle driver, and return the drivers that are dropped for it."""
        with self._lock:
            self._drivers.setdefault(key, []).append(driver)
            self._drivers.move_to_end(key)
            self._count += 1
            return [self._drop() for _ in range(self._count - self.most)]

    def __iter__(self) -> Iterator[Driver]:
        return (driver for waiting in [*self._drivers.values()] for driver in [*waiting])

    def _drop(self) -> Driver:
        key, waiting = next(iter(self._drivers.items()))
        driver = waiting.pop(0)
        self._count -= 1
        if not waiting:
            del self._drivers[key]
        return driver


session_options = attrgetter(*SESSION_OPTIONS)
"""Return the global options that change a session, as the key of drivers."""
