import sys
import sysconfig
from pathlib import Path

import awscli
import pytest

from awsbatch.cli.which_aws.executable import Executable
from awsbatch.cli.which_aws.own_environment import own_environment
from tests.cli.which_aws import layout
from tests.cli.which_aws.layout import program


def test_it_is_that_of_this_python() -> None:
    own = own_environment()

    assert own.interpreter == Path(sys.executable)
    assert own.python == sys.version_info[:2]
    assert Path(sys.prefix).resolve() / "bin" in own.folders
    assert own.package is not None
    assert own.package.version == awscli.__version__
    assert own.package.folder == Path(awscli.__file__).parent.resolve()
    assert awscli.__version__.startswith(f"{own.package.major}.")
    assert own.package.needed is None


def test_the_script_of_awsbatch_is_in_it_wherever_that_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "user" / "bin").mkdir(parents=True)
    (tmp_path / "user" / "bin" / "awsbatch").touch()
    (tmp_path / "awsbatch").symlink_to("user/bin/awsbatch")
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "awsbatch")])

    assert tmp_path.resolve() / "user" / "bin" in own_environment().folders


def test_a_program_that_only_calls_awsbatch_is_not_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "mine.py")])

    assert tmp_path.resolve() not in own_environment().folders


@pytest.mark.parametrize(
    ("prefix", "chosen", "shims"),
    [
        ("/p/versions/3.12.1", "3.12.1", Path("/p/shims")),
        ("/p/versions/3.12.1", "3.11.7:3.12.1", Path("/p/shims")),
        ("/p/versions/3.12.1", "3.11.7", None),
        ("/p/versions/3.12.1", None, None),
        ("/p/other/3.12.1", "3.12.1", None),
    ],
)
def test_shims_lead_into_it_where_pyenv_has_chosen_it(
    prefix: str, chosen: str | None, shims: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", prefix)
    monkeypatch.delenv("PYENV_VERSION", raising=False)
    if chosen is not None:
        monkeypatch.setenv("PYENV_VERSION", chosen)

    assert own_environment().shims == shims


def test_a_script_is_its_own_wherever_pip_has_put_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = layout.own_environment(tmp_path, "1.46.3")
    script = tmp_path / "brew" / "bin" / "aws"
    program(script, f"#!{own.interpreter}\n".encode())
    assert not own.brought(Executable(script, "/gone"))

    monkeypatch.setattr(sysconfig, "get_path", {"scripts": str(script.parent)}.get)

    assert own.brought(Executable(script, "/gone"))
