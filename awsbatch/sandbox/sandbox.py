"""An in-memory AWS beside this process, and the environment in which commands know no other."""

import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.machinery import PathFinder
from pathlib import Path

from awsbatch.fault.error import UsageError
from awsbatch.record import record
from awsbatch.sandbox import server_process
from awsbatch.sandbox.environment import environment
from awsbatch.sandbox.other_host import refuse_other_hosts
from awsbatch.sandbox.server_process import Python


@record
class Sandbox:
    """A running in-memory AWS."""

    endpoint_url: str
    home: Path | None = None
    """What is the home of those who have entered it."""


@contextmanager
def enter(python: Python | None = None, *, home: Path | None = None) -> Iterator[Sandbox]:
    """Run the server by a Python, and let this process know no other AWS in this block.

    Its environment is changed and changed back, and other hosts are refused. Its home is an
    empty folder, a temporary one if none is given. Raise what `start` raises.
    """
    before = dict(os.environ)
    with start(python) as sandbox, _home(home) as folder, refuse_other_hosts():
        try:
            for name, value in environment(sandbox.endpoint_url, folder).items():
                _set(name, value)
            yield replace(sandbox, home=folder)
        finally:
            for name in {*os.environ, *before}:
                _set(name, before.get(name))


@contextmanager
def start(python: Python | None = None, *, seconds: float = 60) -> Iterator[Sandbox]:
    """Run the server in this block, however this process ends.

    Raise `UsageError` if moto is not installed, and `AwsbatchError` if the
    server does not start within `seconds`.
    """
    # Not by importing them: they bring a botocore of their own, which must not be this process's.
    python = python or Python()
    if any(PathFinder.find_spec(name, python.path) is None for name in ("moto", "flask_cors")):
        message = "the sandbox needs moto's server, which is not installed"
        install = f"{shlex.quote(python.executable)} -m pip install 'moto[server]'"
        raise UsageError(message, hint=f"`{install}` installs it")
    with server_process.running(python, seconds=seconds) as port:
        yield Sandbox(f"http://127.0.0.1:{port}")


@contextmanager
def _home(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)


def _set(name: str, value: str | None) -> None:
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
