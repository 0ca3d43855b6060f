import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from awsbatch.exec.client_program import ClientProgram, client_program, is_client
from awsbatch.exec.run_folder import Promise
from awsbatch.fault.error import UsageError
from tests.exec.client.calling import called, script

PYTHON = Path(sys.executable)
CC = shutil.which("cc")
WITHOUT_CC = {"PATH": "/nowhere"}
UNGUARDED = Promise(1, is_guarded=False)
needs_cc = pytest.mark.skipif(CC is None, reason="there is no C compiler")


@pytest.fixture(autouse=True)
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for the user's caches, beside which there is one for temporary files."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    return tmp_path / "caches"


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    return tmp_path / "temporary" / f"awsbatch-{os.geteuid()}"


def _files(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.rglob("*") if each.is_file())


def _called(program: ClientProgram, **environ: str) -> int:
    """Return what a client ends with that knows of nobody."""
    environ |= WITHOUT_CC
    return subprocess.run([program.folder / "aws"], env=environ, check=False).returncode


def test_nothing_is_left_among_the_temporary_files(temporary: Path) -> None:
    client_program(PYTHON, WITHOUT_CC, UNGUARDED)
    assert not temporary.exists()


@needs_cc
def test_it_is_compiled_once(caches: Path) -> None:
    program = client_program(PYTHON, os.environ, UNGUARDED)
    made = (program.folder / "aws").stat()

    assert program.folder.parent == caches / "awsbatch" / "exec"
    assert program.kind in {f"compiled by `{CC}`", f"compiled by `{CC}` -static"}
    assert client_program(PYTHON, os.environ, UNGUARDED) == program
    assert (program.folder / "aws").stat() == made
    assert _files(caches) == ["aws"]


def test_without_a_compiler_a_python_runs_it(caches: Path) -> None:
    program = client_program(PYTHON, WITHOUT_CC, UNGUARDED)
    made = (program.folder / "aws").stat()

    assert program.folder.parent == caches / "awsbatch" / "exec"
    assert program.kind == f"run by `{PYTHON}`"
    assert client_program(PYTHON, WITHOUT_CC, UNGUARDED) == program
    assert (program.folder / "aws").stat() == made
    assert _files(caches) == ["aws"]


@pytest.mark.parametrize("text", ["exit 1", 'shift $(($# - 1)); echo "exit 3" > "$1"'])
def test_with_a_compiler_that_is_of_no_use_a_python_runs_it(tmp_path: Path, text: str) -> None:
    cc = script(tmp_path / "bin" / "cc", f"#!/bin/sh\n{text}\n")

    program = client_program(PYTHON, {"PATH": f"{cc.parent}:/bin"}, UNGUARDED)

    assert program.kind == f"run by `{PYTHON}`"


@needs_cc
def test_a_compiler_that_links_nothing_statically_links_it_as_others(tmp_path: Path) -> None:
    cc = script(
        tmp_path / "bin" / "cc",
        f'#!/bin/sh\nfor word; do test "$word" != -static || exit 1; done\nexec {CC} "$@"\n',
    )

    program = client_program(PYTHON, {"PATH": f"{cc.parent}:{os.environ['PATH']}"}, UNGUARDED)

    assert program.kind == f"compiled by `{cc}`"
    assert _called(program) == 127


@needs_cc
def test_no_warning_is_left_in_it(tmp_path: Path) -> None:
    words = [CC or "", "-std=gnu99", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-o"]
    source = Path(__file__).parents[2] / "awsbatch" / "exec" / "client" / "aws.c"

    done = subprocess.run(
        [*words, tmp_path / "aws", source], capture_output=True, text=True, check=False
    )

    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.parametrize("environ", [os.environ, WITHOUT_CC], ids=["any", "without a compiler"])
@pytest.mark.parametrize(("major", "refusal"), [(None, 0), (1, 255), (2, 252)])
def test_it_knows_of_a_guard_where_nothing_tells(
    environ: Mapping[str, str], major: int | None, refusal: int
) -> None:
    promise = UNGUARDED if major is None else Promise(major, is_guarded=True)
    program = client_program(PYTHON, environ, promise)

    for named in "", "/nowhere", "/awsbatch-exec-", "/awsbatch-exec-v2-guarded-x/":
        assert _called(program, AWSBATCH_EXEC=named) == (refusal or 127)
    assert _called(program, AWSBATCH_EXEC="/awsbatch-exec-v2-x") == 127
    assert _called(program, AWSBATCH_EXEC="/awsbatch-exec-v1-guarded-x") == 255


@pytest.mark.parametrize("environ", [os.environ, WITHOUT_CC], ids=["any", "without a compiler"])
@pytest.mark.parametrize("name", ["aws", 'it\'s "my" aws\\n%d', "grün"])
def test_it_becomes_the_aws_whose_path_its_own_has_replaced(
    tmp_path: Path, environ: Mapping[str, str], name: str
) -> None:
    script(tmp_path / "first" / "aws", "#!/bin/sh\nexit 3\n")
    aws = script(tmp_path / name, '#!/bin/sh\nprintf "<%s>" "$@"; exit 7\n')
    program = client_program(PYTHON, environ, UNGUARDED, aws).folder / "aws"

    emptied = called(program, "a", "b", env={"PATH": f"{tmp_path}/first"})
    told = called(program, env={"PATH": f"{tmp_path}/first", "AWSBATCH_EXEC": "/nowhere"})

    assert (emptied.stdout, emptied.returncode) == ("<a><b>", 7)
    assert emptied.stderr == (
        f"awsbatch: no answer from `awsbatch exec` (AWSBATCH_EXEC is not set): running `{aws}`\n"
    )
    assert told.returncode == 3


@pytest.mark.parametrize("folder", ["two words", "long" * 30])
def test_a_python_is_found_wherever_it_is(tmp_path: Path, folder: str) -> None:
    python = tmp_path / folder / "it's" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(PYTHON.resolve())

    program = client_program(python, WITHOUT_CC, UNGUARDED)

    assert program.kind == f"run by `{python}`"
    assert _called(program) == 127


def test_it_is_made_anew_where_it_does_not_start_any_more() -> None:
    program = client_program(PYTHON, WITHOUT_CC, UNGUARDED)
    (program.folder / "aws").write_text("#!/nowhere/python\n")

    assert client_program(PYTHON, WITHOUT_CC, UNGUARDED) == program
    assert _called(program) == 127


def _no_folder(caches: Path) -> None:
    caches.write_text("a file")


def _not_private(caches: Path) -> None:
    (caches / "awsbatch").mkdir(parents=True, mode=0o755)


def _link(caches: Path) -> None:
    caches.mkdir()
    (caches / "awsbatch").symlink_to(caches)


@pytest.mark.parametrize("spoil", [_no_folder, _not_private, _link])
def test_without_a_private_cache_it_lasts_among_the_temporary_files(
    caches: Path, temporary: Path, spoil: object
) -> None:
    assert callable(spoil)
    spoil(caches)

    program = client_program(PYTHON, WITHOUT_CC, UNGUARDED)

    assert program.folder.parent == temporary / "awsbatch" / "exec"
    assert temporary.stat().st_mode & 0o777 == 0o700
    assert client_program(PYTHON, WITHOUT_CC, UNGUARDED) == program


def test_a_cache_that_cannot_be_on_a_path_is_passed_over(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "with:colon"))

    assert client_program(PYTHON, WITHOUT_CC, UNGUARDED).folder.is_relative_to(temporary)


def test_a_python_that_does_not_start_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        client_program(tmp_path / "python", WITHOUT_CC, UNGUARDED)

    assert caught.value.message == "found no private folder that programs can be run from"


@needs_cc
def test_many_may_make_it_at_once(caches: Path) -> None:
    program = (
        "import os, pathlib, sys; from awsbatch.exec.client_program import client_program;"
        " from awsbatch.exec.run_folder import Promise;"
        " sys.stdin.read();"
        " print(client_program(pathlib.Path(sys.executable), os.environ, Promise(1, False)).folder)"
    )
    words: Sequence[str] = [sys.executable, "-c", program]
    makers = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for each in makers:
        assert each.stdin is not None
        each.stdin.close()
        each.stdin = None
    folders = {each.communicate()[0] for each in makers}

    assert [each.returncode for each in makers] == [0] * 4
    assert len(folders) == 1
    assert _files(caches) == ["aws"]


def test_a_client_is_known_by_where_it_is(tmp_path: Path) -> None:
    aws = client_program(PYTHON, WITHOUT_CC, UNGUARDED).folder / "aws"
    link = tmp_path / "aws"
    link.symlink_to(aws)

    assert is_client(aws)
    assert is_client(link)
    assert not is_client(Path(shutil.copy(aws, tmp_path / "copy")))
    assert not is_client(script(tmp_path / "awsbatch" / "exec" / "bin" / "aws", ""))
    assert not is_client(Path("/nowhere"))
