"""The configuration by which an `aws` imports the plugin: a file that lasts until it has."""

import os
from contextlib import suppress
from pathlib import Path

from awsbatch.door.handover import file_of
from awsbatch.record import record

FOLDER = Path(__file__).parent / "plugin"
_DESCRIPTORS = Path("/proc/self/fd")


@record
class PluginFile:
    """A file with the section `[plugins]`."""

    path: str
    descriptor: int | None
    """Of the file in memory; None if it is on disk."""

    def remove(self) -> None:
        """Remove the file from the disk, if it is there."""
        if self.descriptor is None:
            with suppress(OSError):
                Path(self.path).unlink()


def made() -> PluginFile:
    """Make the file: in memory where that has a name, and else one that only its user can read."""
    if hasattr(os, "memfd_create") and _DESCRIPTORS.is_dir():
        descriptor = file_of("awsbatch-plugins", _content())
        return PluginFile(str(_DESCRIPTORS / str(descriptor)), descriptor)
    import tempfile

    descriptor, path = tempfile.mkstemp(prefix="awsbatch-", suffix=".ini")
    with os.fdopen(descriptor, "wb") as file:
        file.write(_content())
    return PluginFile(path, None)


def _content() -> bytes:
    # In this order: version 1 imports what both stand for, and must not come to the second.
    return b"".join(
        [
            b"[plugins]\nawsbatch = awsbatch_door\n",
            b"cli_legacy_plugin_path = " + os.fsencode(FOLDER) + b"\n",
        ]
    )
