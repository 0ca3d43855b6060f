"""The plugin that an `aws` imports, and in which awsbatch takes its place.

In the syntax of Python 3.6: an older one than awsbatch needs is to say which it is. Whoever
imports it without a letter from awsbatch gets a plugin that does nothing.
"""

import json
import os
import signal
import sys
from typing import Any, Dict, List, NoReturn, Optional, Sequence

VARIABLE = "AWSBATCH_DOOR"
"""Holds the descriptors of the letter, of the watcher, and of the configuration if it has one."""
_OLDEST = (3, 10)


def awscli_initialize(events: object) -> None:
    """Do nothing: this is a plugin that was not asked to take over."""


def _enter(descriptors: List[int]) -> NoReturn:
    """Run awsbatch in place of this `aws`, and end the process."""
    written, watcher = descriptors[:2]
    letter = json.loads(os.pread(written, os.fstat(written).st_size, 0).decode())
    obstacle = _obstacle(letter)
    _write(watcher, json.dumps(obstacle).encode() + b"\n")
    # Ends when the watcher has: it may have something to say first.
    os.read(watcher, 1)
    for descriptor in descriptors:
        os.close(descriptor)
    if obstacle:
        os._exit(2)
    _put_back(letter["environ"])
    sys.path[:] = [each for each in sys.path if each != os.path.dirname(__file__)]
    sys.meta_path.insert(0, _Finder(letter["first"]))
    sys.meta_path.append(_Finder(letter["last"]))
    # The first word was for an `aws` that does not know it.
    sys.argv = sys.argv[1:]
    os._exit(_status(letter))


def _obstacle(letter: Dict[str, Any]) -> Dict[str, Any]:
    """Return what keeps awsbatch from running here, as the watcher tells it; empty if nothing."""
    given = [os.fsencode(word).decode("latin-1") for word in sys.argv[1:]]
    if given != letter["words"]:
        return {"words": given, "aws": sys.argv[0]}
    if sys.version_info < _OLDEST:
        return {"python": "{}.{}.{}".format(*sys.version_info), "aws": sys.argv[0]}
    return {}


def _write(descriptor: int, text: bytes) -> None:
    while text:
        text = text[os.write(descriptor, text) :]


def _put_back(environ: Dict[str, Any]) -> None:
    """Take what opened the door out of the environment; a wrapper may have added to it."""
    for name, (ours, before) in environ.items():
        value = os.environ.get(name, "")
        if before is None and value == ours:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value.replace(ours, before or "")


def _status(letter: Dict[str, Any]) -> int:
    try:
        from awsbatch.door.interior import settle

        settle(letter)
        # It was blocked until there was somebody to catch it.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        from awsbatch.__main__ import main

        return main()
    except KeyboardInterrupt:
        return 130


class _Finder:
    """Finds some packages, each in a folder of its own, and no other."""

    def __init__(self, folders: Dict[str, str]) -> None:
        self._folders = folders

    def find_spec(self, name: str, path: Optional[Sequence[str]] = None, target: Any = None) -> Any:
        """Return where a module of the packages is."""
        from importlib.machinery import PathFinder

        folder = self._folders.get(name.partition(".")[0])
        if folder is None:
            return None
        return PathFinder.find_spec(name, [folder] if path is None else path, target)


if VARIABLE in os.environ:
    _enter([int(number) for number in os.environ.pop(VARIABLE).split(",")])
