"""How the program starts, with no more than it needs, and ends."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.aws.recorder import recording

ROOT = str(Path(__file__).parent.parent.parent)
LINE = "logs delete-log-group --log-group-name g"
AWSBATCH = "from awsbatch.__main__ import main; main()"
AWS = "from awscli.clidriver import main; main()"
LISTING = """\
import atexit, pathlib, sys
file = pathlib.Path(sys.argv.pop(1))
at_first = {*sys.modules}
atexit.register(lambda: file.write_text("\\n".join({*sys.modules} - at_first)))
"""

Imported = Callable[..., set[str]]


def _python(program: str, *words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "PYTHONPATH": ROOT, "PYTHONUNBUFFERED": ""},
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Imported:
    """Provide which modules a program imports that ends with an exit status."""

    def modules(status: int, *words: str, program: str = AWSBATCH, text: str = "") -> set[str]:
        file = str(tmp_path / "modules")
        done = _python(LISTING + program, file, *words, text=text)
        assert done.returncode == status, done.stderr
        return {*Path(file).read_text().splitlines()}

    monkeypatch.chdir(tmp_path)
    return modules


def _others(modules: Iterable[str]) -> set[str]:
    """Return the modules that are neither of Python nor of awsbatch."""
    known = {"awsbatch", *sys.stdlib_module_names}
    return {module for module in modules if module.partition(".")[0] not in known}


@pytest.mark.parametrize(("status", "word"), [(0, "--help"), (2, "--hepl"), (2, "--jobs=none")])
def test_what_the_command_line_alone_answers_needs_neither_a_language_nor_aws(
    imported: Imported, status: int, word: str
) -> None:
    modules = imported(status, word)

    assert _others(modules) == set()
    assert "awsbatch.cli.option" in modules
    assert not modules & {f"awsbatch.{part}" for part in ("aws", "check", "language", "script_run")}
    assert not modules & {"awsbatch.cli.check", "awsbatch.cli.run"}


@pytest.mark.parametrize(("status", "text"), [(0, f"{LINE}\n"), (2, "for name in names\n")])
def test_what_runs_nothing_needs_nothing_to_run_it(
    imported: Imported, status: int, text: str
) -> None:
    Path("a.aws").write_text(text)

    modules = imported(status, "check", "a.aws")

    assert "awsbatch.aws.session.session" in modules
    assert not modules & {"awsbatch.script_run", "awsbatch.sandbox", "awsbatch.event"}
    assert "awsbatch.report.summary" not in modules


def test_a_line_needs_nothing_of_others_that_aws_does_not_need(
    imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.aws").write_text(f"{LINE}\n")
    with recording() as recorder:
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        alone = imported(0, *LINE.split(), program=AWS)
        file = imported(0, "a.aws")
        stream = imported(0, "-", text=f"{LINE}\n")

    assert len(recorder.requests) == 3
    assert _others(file | stream) <= _others(alone)
    assert "awsbatch.sandbox" not in file | stream
    assert "awsbatch.aws.line_check.cli_catalog" in file - stream


def test_the_process_ends_without_the_interpreter_but_does_what_is_left_to_do() -> None:
    program = """\
import atexit
from awsbatch.__main__ import main
atexit.register(print, "done")
main()
print("the interpreter goes on")
"""

    done = _python(program, "--version")

    assert done.stdout.splitlines()[-1] == "done"
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_what_cannot_be_written_at_the_end_is_told() -> None:
    program = """\
import atexit, os, sys
from awsbatch.__main__ import main
atexit.register(print, "done")
atexit.register(os.dup2, os.open("/dev/full", os.O_WRONLY), 1)
sys.exit(main())
"""

    done = _python(program, "--version")

    assert done.stdout.startswith("awsbatch ")
    assert done.stderr.endswith("OSError: [Errno 28] No space left on device\n")
    assert done.returncode == 120
