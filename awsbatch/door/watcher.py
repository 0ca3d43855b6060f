"""The child that stays outside the door, and says so if the door does not open.

It holds one end of a connection whose other end goes with the `aws`: whoever
is inside tells it how it went, and nobody is if the other end is closed.
"""

import json
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from awsbatch.door.obstacle import old_python, other_words, shut
from awsbatch.door.plugin_file import PluginFile
from awsbatch.fault.error import AwsbatchError
from awsbatch.record import record

_MOST = 1 << 16


@record
class Watch:
    """What the watcher has to know."""

    aws: Path
    sent: Sequence[str]
    """All words that the `aws` is given."""
    plugins: PluginFile
    tell: Callable[[AwsbatchError], None]

    def go_on(self, connection: int) -> None:
        """Wait for the door to open or to stay shut, and tell what is wrong, if anything is."""
        # Ctrl-C and job control are for the `aws`, whose group this is not.
        os.setpgid(0, 0)
        # A terminal may stop a background process that writes to it.
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        error = self._error(_received(connection))
        self.plugins.remove()
        if error is not None:
            self.tell(error)

    def _error(self, told: bytes) -> AwsbatchError | None:
        if not told:
            return shut(self.aws)
        match json.loads(told):
            case {"words": given, "aws": inside}:
                words = [os.fsdecode(word.encode("latin-1")) for word in given]
                return other_words(self.aws, inside, self.sent, words)
            case {"python": version}:
                return old_python(self.aws, version)
            case _:
                return None


def _received(connection: int) -> bytes:
    """Return one line, or what there is at the end."""
    told = b""
    while not told.endswith(b"\n") and (piece := os.read(connection, _MOST)):
        told += piece
    return told
