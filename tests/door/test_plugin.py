"""The plugin as another Python meets it."""

import ast
import subprocess
import sys
from pathlib import Path

from awsbatch.door.plugin_file import FOLDER

PLUGIN = FOLDER / "awsbatch_door.py"


def test_it_is_in_the_syntax_of_a_python_that_is_too_old() -> None:
    parsed = ast.parse(PLUGIN.read_text(), feature_version=(3, 6))

    assert isinstance(parsed.body[0], ast.Expr)


def test_nothing_else_is_where_it_is_imported_from() -> None:
    assert [file.name for file in FOLDER.iterdir() if file.is_file()] == [PLUGIN.name]


def test_who_imports_it_without_being_asked_to_gets_a_plugin_that_does_nothing(
    tmp_path: Path,
) -> None:
    program = "import awsbatch_door; print(awsbatch_door.awscli_initialize(None))"

    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(FOLDER)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "None\n", "")
