"""Connections to other machines, refused while a sandbox is in use.

By an audit hook, which sees every socket of this process, and not by
replacing Python's socket functions, of which other modules have copies.
"""

import contextlib
import ipaddress
import sys
import threading
from collections.abc import Iterator

from awsbatch.fault.error import AwsbatchError

_ADDRESSED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOOKED_UP = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


class OtherHostError(AwsbatchError):
    """A connection to another machine, which the sandbox refuses.

    Not an `OSError`: botocore would retry that for seconds, and then say only
    that it could not connect.
    """


@contextlib.contextmanager
def refuse_other_hosts() -> Iterator[None]:
    """Let this process connect only to the loopback in this block; blocks may be nested.

    Processes that this one starts are not held back.
    """
    _refusal.begin()
    try:
        yield
    finally:
        _refusal.end()


class _Refusal:
    """The one audit hook of this process, and whether it refuses other hosts now."""

    def __init__(self) -> None:
        # It guards both counts against blocks that begin or end in other threads.
        self._lock = threading.Lock()
        self._hooked = False
        self._depth = 0
        """How many blocks refuse other hosts."""

    def begin(self) -> None:
        with self._lock:
            # Once only: an audit hook cannot be removed. Outside blocks it does nothing.
            if not self._hooked:
                sys.addaudithook(self._audit)
            self._hooked = True
            self._depth += 1

    def end(self) -> None:
        with self._lock:
            self._depth -= 1

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._depth:
            return
        if event in _LOOKED_UP:
            _refuse_unless_here(arguments[0])
        # The address of a Unix socket is a string, and on this machine.
        elif event in _ADDRESSED and isinstance(arguments[1], tuple):
            _refuse_unless_here(arguments[1][0])


_refusal = _Refusal()


def _refuse_unless_here(host: object) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else host
    if not name or name == "localhost":
        return
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(str(name)).is_loopback:
            return
    message = f"the sandbox refuses a connection to `{name}`: only this machine can be reached"
    raise OtherHostError(message)
