"""Where the AWS CLI looks in a home, once it is another one."""

import ast
import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from awscli.alias import AliasLoader

from awsbatch.aws.version import home
from tests.aws.version import source

ELSEWHERE = {
    # See `awsbatch.aws.version.session_id`.
    "awscli.telemetry",
    # Of a prompt only.
    "awscli.autocomplete.db",
    # Where the others have theirs from.
    "awscli.customizations.history.constants",
}


def test_each_place_in_the_home_is_that_of_the_other_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for module, _ in home._NAMES:
        # Not each version has them all.
        with suppress(ImportError):
            import_module(module)
    home.move_to(str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    places = {**home._NAMES, **home._DEFAULTS}
    for (module, path), place in places.items():
        owner, _, name = path.rpartition(".")
        found = home._found(module, owner)
        if found is not None and hasattr(found, name):
            value = getattr(found, name)
            value = value.__defaults__[0] if path.endswith("__init__") else value
            assert value == os.path.expanduser(f"~/{place}")  # noqa: PTH111 (as the CLI)
    assert AliasLoader()._filename == str(tmp_path / ".aws/cli/alias")


def test_each_module_that_looks_for_the_home_when_it_is_imported_is_known() -> None:
    looking = {name for name, tree in source.trees() if any(_looks(node) for node in tree.body)}
    known = {module for module, _ in (*home._NAMES, *home._DEFAULTS)}
    assert "botocore.loaders" in looking
    assert looking - {"awscli"} <= known | ELSEWHERE


def _looks(node: ast.AST) -> bool:
    """Return whether what is run when a module is imported looks for the home."""
    match node:
        case ast.FunctionDef(args=arguments):
            return any(_looks(each) for each in arguments.defaults)
        case ast.Lambda():
            return False
        case ast.Call(func=ast.Attribute(attr="expanduser" | "home")):
            return True
        case _:
            return any(_looks(each) for each in ast.iter_child_nodes(node))
