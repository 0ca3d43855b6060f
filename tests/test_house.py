"""The house as a whole: what CONTRIBUTING promises of rooms, names and imports."""

import ast
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import awsbatch

PACKAGE = Path(awsbatch.__file__).parent
MOST_MODULES = 24
"""In one folder, without its `__init__`."""
ROOMS_OF_THE_CLI = {"aws", "cli", "sandbox"}
"""The rooms that may import the AWS CLI, and moto, which has a botocore of its own."""


def _name(file: Path) -> str:
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {_name(file): file for file in sorted(PACKAGE.rglob("*.py"))}


def _modules() -> list[Path]:
    return [file for file in FILES.values() if file.stem != "__init__"]


def _imported(file: Path) -> Iterator[str]:
    """Yield the modules of ours that a module imports, at any time, for type checkers included."""
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names if alias.name in FILES)
            case ast.ImportFrom(module=str(module)) if module in FILES:
                whole = [f"{module}.{alias.name}" for alias in node.names]
                yield from (name if name in FILES else module for name in whole)


def test_no_module_imports_itself_by_way_of_others() -> None:
    imports = {name: {*_imported(file)} for name, file in FILES.items()}

    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_no_module_name_occurs_twice() -> None:
    names = Counter(file.stem for file in _modules())

    assert [name for name, count in names.items() if count > 1] == []


def test_no_folder_has_more_modules_than_can_be_looked_over() -> None:
    folders = Counter(file.parent for file in _modules())

    assert {folder: count for folder, count in folders.items() if count > MOST_MODULES} == {}


def test_all_but_what_runs_commands_does_without_the_aws_cli() -> None:
    names = [name for name in FILES if not {*name.split(".")[1:2]} & ROOMS_OF_THE_CLI]
    names.remove("awsbatch.__main__")
    program = (
        "import importlib, json, sys\n"
        f"for name in {names}: importlib.import_module(name)\n"
        "print(json.dumps([*sys.modules]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    imported = json.loads(done.stdout)
    assert {"awsbatch.engine.engine", "awsbatch.report.audience"} <= {*imported}
    assert "awsbatch.script_run" in imported
    ours = {"awscli", "botocore", "s3transfer", "urllib3", "moto"}
    assert {name.partition(".")[0] for name in imported} & ours == set()
