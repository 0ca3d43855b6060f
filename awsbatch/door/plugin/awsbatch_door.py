"""The plugin that an `aws` imports, and in which awsbatch takes its place.

In the syntax of Python 3.6: an older one than awsbatch needs is to say which it is. Whoever
imports it without a letter from awsbatch gets a plugin that does nothing.
"""

import contextlib
import json
import os
import signal
import sys
import threading
from importlib.machinery import FileFinder, SourceFileLoader
from typing import Any, Dict, Iterable, List, NoReturn, Optional

VARIABLE = "AWSBATCH_DOOR"
"""Holds the descriptors of the letter, of the watcher, and of the configuration if it has one."""
_OLDEST = (3, 10)


def awscli_initialize(events: object) -> None:
    """Do nothing: this is a plugin that was not asked to take over."""


def _enter(descriptors: List[int]) -> NoReturn:
    """Run awsbatch in place of this `aws`, and end the process."""
    written, watcher = descriptors[:2]
    # Not by its offset, which whoever else a wrapper has started would share.
    letter = json.loads(os.pread(written, os.fstat(written).st_size, 0).decode())
    obstacle = _obstacle(letter["words"])
    _write(watcher, json.dumps(obstacle).encode() + b"\n")
    _await_end(watcher, letter["watcher"])
    if obstacle:
        os._exit(2)
    for descriptor in descriptors:
        os.close(descriptor)
    _put_back(letter["environ"])
    sys.path[:] = [each for each in sys.path if each != os.path.dirname(__file__)]
    sys.meta_path.insert(0, _Finder(letter["first"], letter["byte_code"]))
    sys.meta_path.append(_Finder(letter["last"], letter["byte_code"]))
    # The first words were for an `aws` that does not know them.
    sys.argv = ["awsbatch", *sys.argv[len(letter["knock"]) + 1 :]]
    from contextvars import Context

    # awscli 2.36: what imports plugins has set variables of botocore's.
    os._exit(Context().run(_status, letter))


def _obstacle(words: List[str]) -> Dict[str, Any]:
    """Return what keeps awsbatch from running here, as the watcher tells it; empty if nothing."""
    given = [os.fsencode(word).decode("latin-1") for word in sys.argv[1:]]
    if given != words:
        return {"words": given, "aws": sys.argv[0]}
    if sys.version_info < _OLDEST:
        return {"python": "{}.{}.{}".format(*sys.version_info), "aws": sys.argv[0]}
    return {}


def _write(descriptor: int, text: bytes) -> None:
    while text:
        text = text[os.write(descriptor, text) :]


def _await_end(watcher: int, number: int) -> None:
    """Wait until the watcher has ended: it may have something to say first."""
    os.read(watcher, 1)
    # A wrapper may have started this process, and not become it.
    with contextlib.suppress(ChildProcessError):
        os.waitpid(number, 0)


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
        if not letter["blocked"]:
            # It has been since before there was somebody to catch it.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        from awsbatch.__main__ import main

        return main()
    except KeyboardInterrupt:
        return 130


class _Finder:
    """Finds some packages, each in a folder of its own, and no other."""

    def __init__(self, folders: Dict[str, str], byte_code: Optional[str]) -> None:
        self._folders = folders
        self._loader = _loader(byte_code)
        self._finders = {}  # type: Dict[str, FileFinder]

    def find_spec(
        self, name: str, path: Optional[Iterable[str]] = None, _target: object = None
    ) -> Any:
        """Return where a module of the packages is."""
        folder = self._folders.get(name.partition(".")[0])
        if folder is None:
            return None
        specs = (self._finder(each).find_spec(name) for each in path or [folder])
        return next(filter(None, specs), None)

    def _finder(self, folder: str) -> FileFinder:
        if folder not in self._finders:
            self._finders[folder] = FileFinder(folder, (self._loader, [".py"]))
        return self._finders[folder]


def _loader(byte_code: Optional[str]) -> Any:
    """Return the class that loads modules, and keeps their byte code in a folder of its own."""
    if byte_code is None:
        return SourceFileLoader
    # It guards the two settings of `sys`, which are the AWS CLI's for its own modules.
    lock = threading.Lock()

    class Loader(SourceFileLoader):
        def get_code(self, fullname: str) -> Any:
            with lock:
                before = sys.pycache_prefix, sys.dont_write_bytecode
                sys.pycache_prefix, sys.dont_write_bytecode = byte_code, False
                try:
                    return super().get_code(fullname)
                finally:
                    sys.pycache_prefix, sys.dont_write_bytecode = before

    return Loader


if VARIABLE in os.environ:
    _enter([int(number) for number in os.environ.pop(VARIABLE).split(",")])
