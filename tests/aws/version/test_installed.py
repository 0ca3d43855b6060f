"""One name for each thing that differs between the versions of the AWS CLI."""

import ast
import subprocess
import sys
from pathlib import Path

import awscli
import pytest

from awsbatch.aws.version import installed

_ROOM = Path(installed.__file__).parent


def _imported(module: str) -> list[str]:
    """Return the names that are taken from a module of a version, as far as the source says."""
    tree = ast.parse((_ROOM / "installed.py").read_text())
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    homes = {node.module: [alias.name for alias in node.names] for node in found}
    return homes[f"awsbatch.aws.version.{module}"]


def test_both_versions_are_asked_for_the_same_names() -> None:
    assert _imported("v1") == _imported("v2") == installed.__all__


def _functions(module: str) -> dict[str, list[str]]:
    """Return the parameters of all public functions and methods that a version has."""
    files = [_ROOM / f"{module}.py", *_ROOM.glob(f"{module}_*.py"), _ROOM / "error_report.py"]
    found = {}
    for file in files if module == "v2" else files[:1]:
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                found[node.name] = _parameters(node)
            if isinstance(node, ast.ClassDef):
                inner = (each for each in node.body if isinstance(each, ast.FunctionDef))
                found.update({f"{node.name}.{each.name}": _parameters(each) for each in inner})
    return {
        name: parameters
        for name, parameters in found.items()
        if name.partition(".")[0] in installed.__all__ and "._" not in name
    }


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in function.args.args]


def test_both_versions_take_the_same_arguments() -> None:
    first, second = _functions("v1"), _functions("v2")
    assert first
    assert {name: second[name] for name in first} == first


_PROGRAM = """\
import awscli
awscli.__version__ = "{}"
from awsbatch.cli.main import main
raise SystemExit(main(["{}", "-"]))
"""


@pytest.mark.parametrize("verb", ["check", "run"])
@pytest.mark.parametrize("version", ["1.43.9", "2.8.13"])
def test_a_version_that_is_too_old_is_refused_in_one_sentence(version: str, verb: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(version, verb)],
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "error: expected version 1.44 or later of the AWS CLI, or 2.9 or later,"
        f" found `{version}`\n"
        "  `pip install --upgrade awscli` installs version 1\n"
    )


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("awscli.clidriver", "ServiceOperation"),
        ("awscli.table", "ColorizedStyler"),
        # Replaced in a subclass, which the AWS CLI would call by another name.
        ("awscli.clidriver", "CLIDriver._emit_session_event"),
        ("awscli.clidriver", "ServiceOperation._unpack_arg"),
        ("botocore.retries.quota", "RetryQuota.release"),
    ],
)
def test_a_version_that_lacks_what_awsbatch_stands_on_is_told_of_in_one_sentence(
    module: str, name: str
) -> None:
    program = f"""\
import awscli, awscli.clidriver, awscli.table, {module}
awscli.__version__ = awscli.__version__[:2] + "99.0"
del {module}.{name}
from awsbatch.cli.main import main
raise SystemExit(main(["check", "-"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], input="", capture_output=True, text=True, check=False
    )
    version = awscli.__version__[:2]
    assert done.returncode == 2
    assert done.stderr == (
        f"error: version `{version}99.0` of the AWS CLI has no `{module}.{name}`,"
        " which awsbatch stands on\n"
        "  a later awsbatch may know this version\n"
    )


def test_the_first_argument_of_a_client_after_its_service_is_its_region() -> None:
    assert installed.CREATE_CLIENT_ARGUMENTS[0] == "region_name"
