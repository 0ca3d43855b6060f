"""Calls at a terminal, in a session with job control under a shell with job control."""

from collections.abc import Iterator
from pathlib import Path
from shlex import join

import pexpect
import pytest

from tests.exec import served

_SHELL = ("bash", "--norc", "--noediting", "-i")
_OUTER, _INNER = "outer> ", "inner> "
_NO_TERMINAL = "No such device or address"

pytestmark = pytest.mark.races


class Session:
    """A shell at a terminal, in which `awsbatch exec` runs another one."""

    def __init__(self, folder: Path) -> None:
        variables = {"PS1": _OUTER, "TERM": "dumb", "BASH_SILENCE_DEPRECATION_WARNING": "1"}
        self._spawned = pexpect.spawn(
            _SHELL[0],
            [*_SHELL[1:]],
            cwd=folder,
            env=served.environment(folder, **variables),
            encoding="utf-8",
            timeout=None,
        )
        self.see(_OUTER)
        self.type(join(["env", f"PS1={_INNER}", *served.command(*_SHELL)]), _INNER)

    def type(self, line: str, *shown: str) -> None:
        """Type a line, and wait for each text that it has shown."""
        self._spawned.sendline(line)
        # The terminal shows what is typed.
        self.see(line, *shown)

    def press(self, key: str, *shown: str) -> None:
        """Press a key together with Ctrl."""
        self._spawned.sendcontrol(key)
        self.see(*shown)

    def see(self, *shown: str) -> None:
        for text in shown:
            self._spawned.expect_exact(text)

    def close(self) -> None:
        self.type("exit", _OUTER)
        self._spawned.close(force=True)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path)
    yield session
    session.close()
    assert served.left(tmp_path) == []


def test_a_call_reads_what_is_typed(session: Session) -> None:
    session.type("aws typed", "type: ")
    session.type("hello", "<hello>", _INNER)


def test_a_call_is_stopped_and_goes_on(session: Session) -> None:
    session.type("aws typed", "type: ")
    session.press("z", "Stopped", _INNER)
    session.type("aws echo beside", "beside", _INNER)
    session.type("fg", "aws typed")
    session.type("hello", "<hello>", _INNER)


def test_a_call_in_the_background_is_stopped_where_it_reads(session: Session) -> None:
    session.type("aws typed &", "type: ")
    session.type("until jobs | grep Stopped; do :; done", "Stopped", _INNER)
    session.type("fg", "aws typed")
    session.type("hello", "<hello>", _INNER)


def test_a_stopped_call_can_be_killed(session: Session) -> None:
    session.type("aws typed", "type: ")
    session.press("z", "Stopped", _INNER)
    session.type("kill %1", _INNER)
    # The shell notices it when it waits for another program.
    session.type("while jobs %1; do /bin/true; done > /dev/null 2>&1", _INNER)
    session.type("aws echo on", "on", _INNER)


def test_ctrl_c_ends_the_call_and_the_shell_goes_on(session: Session) -> None:
    session.type("bash -c 'aws typed; echo after $?'", "type: ")
    session.press("c", "after 130", _INNER)


def test_ctrl_c_in_a_substitution_ends_the_shell(session: Session) -> None:
    session.type("bash -c 'x=$(aws typed); echo after'; echo status $?", "type: ")
    session.press("c", "^C", _INNER)
    session.type("echo status $?", "status 130", _INNER)


def test_a_call_of_the_session_has_its_terminal(session: Session) -> None:
    session.type("aws terminal", "terminal", _INNER)


@pytest.mark.parametrize("other", ["setsid -w aws terminal", "script -qc 'aws terminal' /dev/null"])
def test_a_call_of_another_session_has_none(other: str, session: Session) -> None:
    session.type("aws terminal", "terminal", _INNER)
    session.type(other, _NO_TERMINAL, _INNER)
    session.type("aws terminal", "terminal", _INNER)


def test_a_call_of_another_session_reads_from_its_own_terminal(session: Session) -> None:
    session.type("script -qc 'aws typed; echo then $?' /dev/null", "type: ")
    session.type("hello", "<hello>", "then 0", _INNER)


def test_a_suspended_shell_comes_back(session: Session) -> None:
    session.type("suspend", "Stopped", _OUTER)
    session.type("fg", "served")
    session.type("aws echo on", "on", _INNER)
