"""Where nothing tells the client in Python how its environment was before Python changed it."""

import posix

import pytest

from awsbatch.exec.client.aws import _given_variables

ADDED = (b"LC_CTYPE", b"C.UTF-8")
"""What Python adds where there is no locale."""


@pytest.mark.parametrize(
    ("environ", "is_added"),
    [
        ([(b"A", b"1"), ADDED], True),
        ([ADDED], True),
        ([ADDED, (b"A", b"1")], False),
        ([(b"LC_CTYPE", b"de_DE.UTF-8")], False),
        ([(b"LANG", b"C.UTF-8"), ADDED], False),
        ([(b"LC_ALL", b"de_DE"), ADDED], False),
        ([(b"A", b"1")], False),
        ([], False),
    ],
)
def test_what_python_has_added_is_not_passed_on(
    monkeypatch: pytest.MonkeyPatch, environ: list[tuple[bytes, bytes]], *, is_added: bool
) -> None:
    monkeypatch.setattr(posix, "environ", dict(environ))

    assert _given_variables() == (environ[:-1] if is_added else environ)
