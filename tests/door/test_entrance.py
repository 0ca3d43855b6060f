"""awsbatch becomes an `aws`, whichever way that is started, and runs in it as anywhere."""

import os
import shlex
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.aws.recorder import Recorder
from tests.door import doorway

NONE_RUN = "no command was run\n"
SUCCEEDED = "1 succeeded in TIME"


def _summary(text: str) -> str:
    """Return the last line without what differs from run to run."""
    before, _, _ = text.splitlines()[-1].partition(" in ")
    return f"{before} in TIME"


def test_a_line_is_run_in_the_aws_that_awsbatch_has_become(
    aws: Path, line: str, recorder: Recorder
) -> None:
    done = doorway.enter(aws, "run", "-", text=line)

    assert (done.returncode, done.stdout) == (0, "")
    assert _summary(done.stderr) == SUCCEEDED
    assert len(recorder.requests) == 1


def test_the_exit_status_is_awsbatchs(aws: Path, line: str, recorder: Recorder) -> None:
    recorder.answer = lambda _: (400, b'{"__type": "ResourceNotFoundException", "message": "no"}')

    assert doorway.enter(aws, "run", "-", text=line).returncode == 1
    assert doorway.enter(aws, "run", "a.aws").returncode == 2
    assert doorway.enter(aws, "run", "-", text="assert <<'a' == 'b'>>\n").returncode == 3


@pytest.mark.parametrize(
    "shell",
    [
        'exec AWS "$@"',
        'AWS "$@"',
        'AWS_PROFILE=none; unset AWS_PROFILE; exec 3>&1; exec AWS "$@"',
        'cd / && exec AWS "$@"',
        'PYTHONPATH="/nowhere:$PYTHONPATH" exec AWS "$@"',
        'ulimit -n 64; exec AWS "$@"',
    ],
)
def test_a_wrapper_may_do_something_before(
    shell: str, tmp_path: Path, line: str, recorder: Recorder
) -> None:
    file = tmp_path / "a.aws"
    file.write_text(line)

    done = doorway.enter(doorway.wrapper(tmp_path / "aws", shell), "run", str(file))

    assert (done.returncode, _summary(done.stderr)) == (0, SUCCEEDED)
    assert len(recorder.requests) == 1


def test_a_shim_finds_the_aws_that_is_meant(aws: Path, tmp_path: Path, line: str) -> None:
    shims = tmp_path / "shims"
    search = (
        'set -e\nprogram="${0##*/}"\nIFS=:\nfor folder in $PATH; do\n'
        f'  [ "$folder" = {shlex.quote(str(shims))} ] && continue\n'
        '  [ -x "$folder/$program" ] && exec "$folder/$program" "$@"\ndone\nexit 127'
    )
    shim = doorway.script(shims / "aws", f"#!/bin/sh\n{search}\n")

    path = os.pathsep.join([str(shims), str(aws.parent), os.environ["PATH"]])
    done = doorway.enter(shim, "run", "-", text=line, PATH=path)

    assert (done.returncode, _summary(done.stderr)) == (0, SUCCEEDED)


def test_a_script_without_a_first_line_is_run_as_a_shell_runs_it(aws: Path, tmp_path: Path) -> None:
    program = doorway.script(tmp_path / "aws", f'exec {shlex.quote(str(aws))} "$@"\n')

    assert doorway.enter(program, "run", "-", text="print a\n").stdout == "a\n"


def test_where_there_are_no_files_in_memory_there_is_one_on_disk_for_a_moment(
    aws: Path, line: str, tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    done = doorway.enter(
        aws, "run", "-", text=line, first="del os.memfd_create", TMPDIR=str(temporary)
    )

    assert (done.returncode, _summary(done.stderr)) == (0, SUCCEEDED)
    assert [*temporary.iterdir()] == []


def test_words_arrive_as_they_are(aws: Path, tmp_path: Path) -> None:
    file = tmp_path / "ü.aws"
    file.write_text("print <<args[0]>> <<length(args[1])>>\n")

    done = doorway.enter(aws, "run", str(file), "--", "--profile", "")

    assert (done.returncode, done.stdout, done.stderr) == (0, "--profile 0\n", NONE_RUN)


@pytest.mark.skipif(sys.platform == "darwin", reason="256 KiB is all that it takes")
def test_a_megabyte_of_words_arrives(aws: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.aws"
    file.write_text("print <<length(args)>> <<sum(args[].length(@))>>\n")

    done = doorway.enter(aws, "run", str(file), "--", *["x" * 100_000] * 10)

    assert (done.returncode, done.stdout) == (0, "10 1000000\n")


@pytest.mark.skipif(sys.platform == "darwin", reason="it has no such limit")
def test_a_word_that_no_program_can_be_given_is_told(aws: Path) -> None:
    first = "sys.argv.append('x' * 131_072)"

    done = doorway.enter(aws, "run", first=first)

    assert done.returncode == 2
    assert done.stderr == (
        f"error: the command line is too long for `{aws}`: a word may have 128 KiB, the whole"
        " 2 MiB\n"
    )


def test_an_aws_that_cannot_be_run_is_told(tmp_path: Path) -> None:
    done = doorway.enter(tmp_path / "aws", "check")

    assert done.returncode == 2
    assert done.stderr == f"error: cannot run `{tmp_path}/aws`: no such file or directory\n"


def test_many_enter_at_once(aws: Path, line: str, recorder: Recorder, tmp_path: Path) -> None:
    file = tmp_path / "a.aws"
    file.write_text(line)
    with ExitStack() as stack:
        many = [
            stack.enter_context(
                subprocess.Popen(
                    doorway.command(aws, "run", str(file)), stderr=subprocess.PIPE, text=True
                )
            )
            for _ in range(8)
        ]
        told = [each.communicate()[1] for each in many]

    assert [_summary(each) for each in told] == [SUCCEEDED] * 8
    assert [each.returncode for each in many] == [0] * 8
    assert len(recorder.requests) == 8


def test_a_home_that_cannot_be_written_to_has_no_byte_code(
    aws: Path, line: str, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    # Nobody, not even root, makes a folder under a file.
    home.write_text("")

    done = doorway.enter(aws, "run", "-", text=line, HOME=str(home), XDG_CACHE_HOME="")

    assert (done.returncode, _summary(done.stderr)) == (0, SUCCEEDED)


def test_a_user_without_a_home_has_no_byte_code(aws: Path, line: str) -> None:
    # As for a user whom the system does not know.
    unknown = "import pwd\ndef unknown(_): raise KeyError\npwd.getpwuid = unknown\n"
    first = f"{unknown}os.environ.pop('HOME'); os.environ.pop('XDG_CACHE_HOME', None)"

    done = doorway.enter(aws, "run", "-", text=line, first=first)

    assert (done.returncode, _summary(done.stderr)) == (0, SUCCEEDED)


def test_no_folder_is_made_where_awsbatch_happens_to_be_run(aws: Path, tmp_path: Path) -> None:
    done = doorway.enter(
        aws, "--version", first=f"os.chdir({str(tmp_path)!r})", XDG_CACHE_HOME="caches"
    )

    assert done.returncode == 0
    assert not (tmp_path / "caches").exists()


def test_byte_code_is_kept_for_nobody_else(aws: Path, tmp_path: Path) -> None:
    caches = tmp_path / "caches"
    (caches / "awsbatch").mkdir(parents=True, mode=0o755)

    for _ in range(2):
        done = doorway.enter(aws, "--version", XDG_CACHE_HOME=str(caches))
        assert done.returncode == 0
    assert [*(caches / "awsbatch").iterdir()] == []
    (caches / "awsbatch").chmod(0o700)
    assert doorway.enter(aws, "--version", XDG_CACHE_HOME=str(caches)).returncode == 0
    kept = [file.name for file in (caches / "awsbatch").rglob("*.pyc")]
    assert any(name.startswith("passage.") for name in kept)
    assert not any(name.startswith("clidriver.") for name in kept)


def test_a_reader_that_leaves_ends_it(aws: Path) -> None:
    assert doorway.without_reader(aws, "print a\nprint b\n") == (141, "")


def test_what_was_closed_is_so_inside_and_no_other_file_has_its_number(tmp_path: Path) -> None:
    program = doorway.wrapper(tmp_path / "aws", '[ -e /dev/fd/0 ] || exit 99; exec AWS "$@"')
    # As the command line does before it enters.
    command = doorway.command(program, "check", "-", first="os.open(os.devnull, os.O_RDWR)")

    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *command],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == "error: cannot read standard input: it is closed\n1 fault\n"
    assert done.returncode == 2


@pytest.mark.races
def test_ctrl_c_before_there_is_anybody_inside_ends_it_all_the_same(
    tmp_path: Path, line: str, recorder: Recorder
) -> None:
    program = doorway.wrapper(tmp_path / "aws", 'kill -INT $$; exec AWS "$@"')

    done = doorway.enter(program, "run", "-", text=line)

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    assert recorder.requests == []


def test_the_sandbox_is_run_by_awsbatchs_own_python(tmp_path: Path) -> None:
    bundle = "sys.executable = sys.argv[0]; import os; os.environ['LD_LIBRARY_PATH'] = '/nowhere'"
    aws = doorway.aws(tmp_path / "aws", then=bundle)

    done = doorway.enter(aws, "run", "--sandbox", "-", text="aws sqs create-queue --queue-name q\n")

    assert (done.returncode, _summary(done.stderr)) == (0, SUCCEEDED)
    assert '/123456789012/q"' in done.stdout
