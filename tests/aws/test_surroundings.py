"""What tells environments apart, and what the AWS CLI asks of its environment."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.aws.surroundings import _IS_KEPT, surroundings
from awsbatch.aws.version import data_path
from tests.aws.version import source

ANEW = {
    # Read by the command itself, for each command.
    *("PATH", "MANPAGER", "PAGER", "KUBECONFIG", "KUBERNETES_EXEC_INFO", "NPM_CONFIG_USERCONFIG"),
    *("PYTHONUTF8", "PYTHONIOENCODING", "_X_AMZN_TRACE_ID", "ProgramW6432", "ProgramFiles"),
    # urllib3 1.26: of a service of Google's.
    *("APPENGINE_RUNTIME", "SERVER_SOFTWARE"),
    # Of this process itself, set and taken back.
    "_AWS_CLI_PROFILE_CHAIN",
}
"""Variables that nothing that is kept is made from."""


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        *((name, True) for name in ("AWS_PROFILE", "AWS_CA_BUNDLE", "AWS_ENDPOINT_URL_S3")),
        *((name, True) for name in ("BOTO_CONFIG", "SSLKEYLOGFILE", "SSL_CERT_DIR")),
        *((name, True) for name in ("HTTPS_PROXY", "no_proxy", "All_Proxy", "HOME")),
        *((name, False) for name in ("PAGER", "OLDPWD", "_", "AWSBATCH_EXEC", "PROXY", "HOMES")),
    ],
)
def test_environments_are_told_apart_by_what_is_kept(
    name: str,
    is_told: bool,  # noqa: FBT001 (pytest's)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(name, raising=False)
    without = surroundings()
    monkeypatch.setenv(name, "/x")
    one = surroundings()
    monkeypatch.setenv(name, "/y")
    assert (one != without) is (surroundings() != one) is is_told
    monkeypatch.setenv(name, "/x")
    assert surroundings() == one


@pytest.mark.parametrize(
    ("name", "file", "is_told"),
    [
        ("AWS_CONFIG_FILE", "config", True),
        ("AWS_CONFIG_FILE", "/etc/config", False),
        ("AWS_CONFIG_FILE", "~/config", False),
        ("AWS_CONFIG_FILE", "$FOLDER/config", False),
        ("AWS_DATA_PATH", "/models:models", True),
        ("SSL_CERT_FILE", "./ca.pem", True),
        ("AWS_PROFILE", "config", False),
    ],
)
def test_folders_are_told_apart_where_a_file_is_looked_for_there(
    name: str,
    file: str,
    is_told: bool,  # noqa: FBT001 (pytest's)
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("FOLDER", "/etc")
    monkeypatch.setenv(name, file)
    before = surroundings()
    monkeypatch.chdir(tmp_path)
    assert (surroundings() != before) is is_told


def test_a_file_is_told_by_what_the_shell_variables_in_its_name_stand_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "$FOLDER/config")
    monkeypatch.setenv("FOLDER", "/one")
    one = surroundings()
    monkeypatch.setenv("FOLDER", "/two")
    assert surroundings() != one


def test_a_folder_that_is_gone_is_told_as_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", "config")
    before = surroundings()
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert surroundings() != before


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "{own}"),
        ({"AWS_DATA_PATH": "/models:$HOME/more"}, "/models:{home}/more:{own}"),
        ({"AWS_DATA_PATH": "/models:{own}"}, "/models:{own}"),
    ],
)
def test_an_environment_is_completed_as_the_aws_cli_does(
    given: dict[str, str], expected: str
) -> None:
    known = {"home": os.environ["HOME"], "own": data_path._OWN}
    environment = {name: value.format(**known) for name, value in given.items()}
    data_path.complete(environment)
    assert environment == {"AWS_DATA_PATH": expected.format(**known)}


def test_the_folder_of_models_is_the_one_that_the_aws_cli_has_named() -> None:
    assert os.environ["AWS_DATA_PATH"].split(os.pathsep)[-1] == data_path._OWN


def test_each_variable_that_the_aws_cli_reads_is_told_apart_or_read_anew() -> None:
    read = {name for _, tree in source.trees() for name in _variables(tree)}
    assert {"AWS_EXECUTION_ENV", "REQUESTS_CA_BUNDLE", "PAGER"} <= read
    assert {name for name in read if not _IS_KEPT(name)} <= ANEW


def _variables(tree: ast.Module) -> Iterator[str]:
    """Return the variables that a module names where it reads the environment."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Call(func=ast.Attribute(value=read), args=[ast.Constant(value=str(name)), *_])
                | ast.Subscript(value=read, slice=ast.Constant(value=str(name)))
                | ast.Compare(left=ast.Constant(value=str(name)), comparators=[read])
                | ast.Call(
                    func=ast.Name(id="getenv") as read, args=[ast.Constant(value=str(name)), *_]
                )
            ) if ast.unparse(read).endswith(("environ", "getenv")):
                yield name
            case _:
                pass
