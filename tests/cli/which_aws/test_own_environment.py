import sys
from pathlib import Path

import awscli
import pytest

from awsbatch.cli.which_aws.own_environment import own_environment


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
