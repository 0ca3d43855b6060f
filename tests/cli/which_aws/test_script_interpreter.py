from pathlib import Path

import pytest

from awsbatch.cli.which_aws.script_interpreter import Interpreter, interpreter_of
from tests.cli.which_aws.layout import program, put


@pytest.mark.parametrize(
    ("head", "path", "words"),
    [
        ("#!/usr/bin/python3\n", "/usr/bin/python3", []),
        ("#! /usr/bin/python3 -sE \nimport sys", "/usr/bin/python3", ["-sE"]),
        ("#!/usr/bin/python3", "/usr/bin/python3", []),
        ("#!/bin/sh\nexec aws\n", "/bin/sh", []),
        ("#!/bin/sh\n'''exec' '/a b/python' \"$0\" \"$@\"\n' '''\n", "/a b/python", []),
        ("#!/usr/bin/env python3.99\n", "python3.99", []),
        ("#!/usr/bin/env -S A=1 python3.99 -I\n", "python3.99", ["-I"]),
        ("#!/usr/bin/env -Spython3.99 -I\n", "python3.99", ["-I"]),
    ],
)
def test_the_first_line_names_the_interpreter(head: str, path: str, words: list[str]) -> None:
    found = interpreter_of(head.encode(), "/gone")

    assert found is not None
    assert (found.path, found.words) == (Path(path), words)


@pytest.mark.parametrize("head", ["", "\x7fELF", "#!", "#!/usr/bin/env\n", "# a text\n"])
def test_what_is_no_script_has_none(head: str) -> None:
    assert interpreter_of(head.encode(), "/gone") is None


def test_env_finds_it_on_the_path(tmp_path: Path) -> None:
    python = program(tmp_path / "bin" / "python3")

    found = interpreter_of(b"#!/usr/bin/env python3\n", f"/gone:{tmp_path / 'bin'}")

    assert found is not None
    assert found.path == python


@pytest.mark.parametrize(
    ("there", "version"),
    [
        ({"bin/python": "program"}, None),
        ({"bin/python": "-> python3.11", "bin/python3.11": "program"}, (3, 11)),
        ({"bin/python": "program", "pyvenv.cfg": "home = /python3.9\nversion = 3.11.4\n"}, (3, 11)),
        ({"bin/python": "program", "pyvenv.cfg": "version_info = 3.10.0.final.0\n"}, (3, 10)),
        (
            {"bin/python": "-> pyenv", "bin/pyenv": "#!/bin/sh\n", "pyvenv.cfg": "version = 3.11"},
            None,
        ),
    ],
)
def test_the_version_is_that_of_the_python_behind_links(
    there: dict[str, str], version: tuple[int, int] | None, tmp_path: Path
) -> None:
    put(tmp_path, there)

    assert Interpreter(tmp_path / "bin" / "python").version == version


def _site_folders(root: Path, *words: str) -> list[str]:
    found = Interpreter(root / "bin" / "python", words).site_folders()
    return [str(each.relative_to(root)) for each in found]


def test_packages_of_a_user_come_before_those_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"bin/python": "-> python3.11", "bin/python3.11": "program"})
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    system = [
        "local/lib/python3.11/dist-packages",
        "local/lib/python3.11/site-packages",
        "lib/python3.11/site-packages",
        "lib/python3/dist-packages",
    ]

    assert _site_folders(tmp_path) == ["home/.local/lib/python3.11/site-packages", *system]
    assert _site_folders(tmp_path, "-sE") == system
    monkeypatch.delenv("HOME")
    assert _site_folders(tmp_path) == system


def test_a_virtual_environment_has_its_own_packages_and_perhaps_those_of_the_system(
    tmp_path: Path,
) -> None:
    put(
        tmp_path,
        {
            "bin/python": "-> ../usr/bin/python3.11",
            "usr/bin/python3.11": "program",
            "pyvenv.cfg": "include-system-site-packages = false\n",
        },
    )
    assert _site_folders(tmp_path, "-s") == ["lib/python3.11/site-packages"]

    (tmp_path / "pyvenv.cfg").write_text("include-system-site-packages = true\n")
    assert _site_folders(tmp_path, "-s") == [
        "lib/python3.11/site-packages",
        "usr/local/lib/python3.11/dist-packages",
        "usr/local/lib/python3.11/site-packages",
        "usr/lib/python3.11/site-packages",
        "usr/lib/python3/dist-packages",
    ]
