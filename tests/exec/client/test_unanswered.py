"""What a client does where nobody has its call: it becomes the `aws` that would have run."""

import os
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from awsbatch.exec.run_folder import RunFolder, run_folder
from tests.exec.client.calling import called, script
from tests.exec.second_account import as_second_user

NOBODY = "awsbatch: no answer from `awsbatch exec` "
REFUSED = ": refused, since nothing would guard it\n"


@pytest.fixture
def aws(tmp_path: Path) -> Path:
    return script(tmp_path / "bin" / "aws", '#!/bin/sh\nprintf "<%s>" "$@"; exit 7\n')


@pytest.fixture
def gone(tmp_path: Path) -> Path:
    """Return a path at which nobody has ever been."""
    return tmp_path / "awsbatch-exec-v1-gone"


def _path(aws: Path) -> str:
    return f"/nowhere:{aws.parent}"


def test_it_becomes_the_first_aws_on_the_path(client: Path, aws: Path, gone: Path) -> None:
    ended = called(client, "a", "", "b c", env={"AWSBATCH_EXEC": str(gone), "PATH": _path(aws)})

    assert ended.stdout == "<a><><b c>"
    assert (
        ended.stderr == f"{NOBODY}(`{gone}/socket`: No such file or directory): running `{aws}`\n"
    )
    assert ended.returncode == 7


def test_a_folder_that_nothing_tells_of_is_no_obstacle(client: Path, aws: Path) -> None:
    ended = called(client, "a", env={"PATH": _path(aws)})

    assert (ended.stdout, ended.returncode) == ("<a>", 7)
    assert ended.stderr == f"{NOBODY}(AWSBATCH_EXEC is not set): running `{aws}`\n"


def test_a_socket_to_which_nobody_listens_is_no_obstacle(
    client: Path, aws: Path, folder: RunFolder
) -> None:
    folder.listener.close()

    ended = called(client, "a", env={"AWSBATCH_EXEC": str(folder.path), "PATH": _path(aws)})

    assert (ended.stdout, ended.returncode) == ("<a>", 7)
    assert ended.stderr == (
        f"{NOBODY}(`{folder.path}/socket`: Connection refused): running `{aws}`\n"
    )


def test_a_path_too_long_for_a_socket_is_no_obstacle(client: Path, aws: Path) -> None:
    ended = called(client, "a", env={"AWSBATCH_EXEC": "/x" * 60, "PATH": _path(aws)})

    assert (ended.stdout, ended.returncode) == ("<a>", 7)
    assert ended.stderr == f"{NOBODY}(AWSBATCH_EXEC is too long): running `{aws}`\n"


@pytest.mark.parametrize(("major", "status"), [(1, 255), (2, 252)])
def test_under_a_guard_it_is_refused(client: Path, aws: Path, major: int, status: int) -> None:
    with run_folder(major=major, is_guarded=True) as folder:
        folder.listener.close()
        by_variable = called(
            client, "a", env={"AWSBATCH_EXEC": str(folder.path), "PATH": _path(aws)}
        )
        by_path = called(client, "a", env={"PATH": f"{folder.path}:{aws.parent}"})

    message = f"{NOBODY}(`{folder.path}/socket`: Connection refused){REFUSED}"
    for ended in by_variable, by_path:
        assert (ended.stdout, ended.stderr, ended.returncode) == ("", message, status)


def test_other_clients_are_passed_over(client: Path, aws: Path, gone: Path, tmp_path: Path) -> None:
    link = tmp_path / "linked" / "aws"
    link.parent.mkdir()
    link.symlink_to(client)
    older = script(tmp_path / "awsbatch" / "exec" / f"{0:032x}" / "aws", "#!/bin/sh\necho older\n")
    path = f"{client.parent}:{link.parent}:{older.parent}:{aws.parent}"

    ended = called(client, "a", env={"AWSBATCH_EXEC": str(gone), "PATH": path})

    assert ended.stdout == "<a>"
    assert ended.stderr.endswith(f": running `{aws}`\n")


def test_what_looks_like_a_client_only_at_first_is_none(
    client: Path, gone: Path, tmp_path: Path
) -> None:
    aws = script(tmp_path / "awsbatch" / "exec" / "bin" / "aws", "#!/bin/sh\necho here\n")

    ended = called(client, env={"AWSBATCH_EXEC": str(gone), "PATH": str(aws.parent)})

    assert ended.stdout == "here\n"


def test_folders_and_files_that_nobody_may_run_are_passed_over(
    client: Path, aws: Path, gone: Path, tmp_path: Path
) -> None:
    (tmp_path / "folder" / "aws").mkdir(parents=True)
    script(tmp_path / "file" / "aws", "").chmod(0o644)
    path = f"{tmp_path}/folder:{tmp_path}/file:{aws.parent}"

    ended = called(client, "a", env={"AWSBATCH_EXEC": str(gone), "PATH": path})

    assert ended.stdout == "<a>"


def test_an_empty_entry_of_the_path_is_the_current_folder(
    client: Path, aws: Path, gone: Path
) -> None:
    ended = called(
        client, "a", env={"AWSBATCH_EXEC": str(gone), "PATH": "/nowhere:"}, cwd=aws.parent
    )

    assert ended.stdout == "<a>"
    assert ended.stderr.endswith(": running `./aws`\n")


def test_no_other_aws_is_a_command_that_is_not_found(client: Path, gone: Path) -> None:
    ended = called(client, env={"AWSBATCH_EXEC": str(gone), "PATH": f"/nowhere:{client.parent}"})

    assert ended.returncode == 127
    assert ended.stderr == (
        f"{NOBODY}(`{gone}/socket`: No such file or directory), and no other `aws` on PATH\n"
    )


def test_an_aws_that_may_not_be_run_is_one_that_cannot(
    client: Path, gone: Path, tmp_path: Path
) -> None:
    script(tmp_path / "aws", "").chmod(0o644)

    ended = called(client, env={"AWSBATCH_EXEC": str(gone), "PATH": str(tmp_path)})

    assert ended.returncode == 126
    assert ended.stderr == (
        f"{NOBODY}(`{gone}/socket`: No such file or directory),"
        " and no other `aws` on PATH may be run\n"
    )


def test_an_interpreter_that_is_not_there_is_told_of(
    client: Path, gone: Path, tmp_path: Path
) -> None:
    aws = script(tmp_path / "aws", "#!/nowhere/python\n")

    ended = called(client, env={"AWSBATCH_EXEC": str(gone), "PATH": str(tmp_path)})

    assert ended.returncode == 127
    assert ended.stderr.endswith(f"\nawsbatch: `{aws}`: No such file or directory\n")


def test_a_client_that_was_copied_does_not_call_itself_for_ever(
    client: Path, gone: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(client, tmp_path / "aws"))

    ended = called(client, env={"AWSBATCH_EXEC": str(gone), "PATH": str(tmp_path)})

    assert ended.returncode == 126
    assert ended.stderr.endswith(
        f"awsbatch: `{copy}` calls the `aws` of `awsbatch exec` again and again\n"
    )


def test_an_environment_without_a_path_has_the_system_s(client: Path, gone: Path) -> None:
    ended = called(client, env={"AWSBATCH_EXEC": str(gone)})

    system = (os.confstr("CS_PATH") or "").split(":")
    there = next((each for each in system if Path(each, "aws").exists()), None)
    told = ", and no other `aws` on PATH" if there is None else f": running `{there}/aws`"
    assert told in ended.stderr


def test_the_other_aws_is_ended_by_a_broken_pipe(client: Path, gone: Path, tmp_path: Path) -> None:
    script(tmp_path / "aws", "#!/bin/sh\nkill -PIPE $$\n")

    ended = called(client, env={"AWSBATCH_EXEC": str(gone), "PATH": f"{tmp_path}:/bin"})

    assert ended.returncode == -signal.SIGPIPE


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Provide a folder that every user of the machine can go into."""
    folder = Path(mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_another_user_cannot_connect(folder: RunFolder) -> None:
    path = str(folder.path / "socket")

    with (
        as_second_user(),
        socket.socket(socket.AF_UNIX) as connection,
        pytest.raises(PermissionError),
    ):
        connection.connect(path)


def test_the_client_of_another_user_makes_the_call_itself(
    client: Path, aws: Path, folder: RunFolder, open_folder: Path
) -> None:
    theirs = Path(shutil.copytree(client.parent, open_folder / "client"), "aws")
    other = Path(shutil.copytree(aws.parent, open_folder / "bin"), "aws")
    first_line = theirs.read_bytes().partition(b" ")[0]
    with as_second_user() as user:
        if first_line[:2] == b"#!" and not os.access(first_line[2:], os.X_OK, effective_ids=True):
            pytest.skip("the other user cannot run this Python")

    ended = called(
        theirs,
        "a",
        env={"AWSBATCH_EXEC": str(folder.path), "PATH": str(other.parent)},
        user=user,
        extra_groups=[],
    )

    assert (ended.stdout, ended.returncode) == ("<a>", 7)
    assert ended.stderr == (
        f"{NOBODY}(`{folder.path}/socket`: Permission denied): running `{other}`\n"
    )


def test_nothing_is_sent_to_another_user(client: Path, aws: Path, open_folder: Path) -> None:
    open_folder.chmod(0o777)
    with socket.socket(socket.AF_UNIX) as listener:
        with as_second_user():
            listener.bind(str(open_folder / "socket"))
            listener.listen()
        ended = called(client, "a", env={"AWSBATCH_EXEC": str(open_folder), "PATH": _path(aws)})
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(9) == b""

    assert (ended.stdout, ended.returncode) == ("<a>", 7)
    assert ended.stderr == (
        f"{NOBODY}(`{open_folder}/socket` is another user's): running `{aws}`\n"
    )
