"""The whole program, in processes of its own."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.cli.program import Program

AWSBATCH = (sys.executable, "-m", "awsbatch")
COPIED = ("awsbatch",)
FINALLY_BEGINS = "running `finally`; again to abandon its command\n"
NOW = "stopping now; again to end without `finally`\n"
STOPPING = "stopping after the command under way; again to stop now\n"
IDENTITY = b"""\
<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>
</GetCallerIdentityResponse>
"""
OUTPUT = '{\n    "Account": "123456789012"\n}\n'


class Service:
    """An AWS that answers when the test wants it to."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._connection: socket.socket | None = None
        port = self._socket.getsockname()[1]
        self.command = f"aws sts get-caller-identity --endpoint-url http://127.0.0.1:{port}"

    def wait(self) -> None:
        """Return when a request has come."""
        self._connection, _ = self._socket.accept()
        self._connection.recv(65536)

    def answer(self) -> None:
        assert self._connection is not None
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(IDENTITY)}\r\nConnection: close\r\n\r\n"
        self._connection.sendall(head.encode() + IDENTITY)

    def close(self) -> None:
        self._socket.close()
        if self._connection is not None:
            self._connection.close()


pytestmark = pytest.mark.usefixtures("copied")


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    yield service
    service.close()


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent.parent))


def _run(*words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COPIED, *words], input=text, capture_output=True, text=True, check=False
    )


def _start(*words: str) -> Program:
    # A slow machine takes so long that a line of progress would come in between.
    return Program(*AWSBATCH, "--progress", "none", *words)


def test_files_share_their_names_and_words_are_args() -> None:
    Path("first.aws").write_text("greeting = <<'hello'>>\n")
    Path("second.aws").write_text("print <<greeting>> <<args>> <<env.HOME>>\n")

    done = _run("-q", "first.aws", "second.aws", "--", "a", "b c")

    assert done.returncode == 0
    assert done.stdout == f"hello a b c {os.environ['HOME']}\n"
    assert done.stderr == ""


def test_every_fault_of_every_file_is_told_and_nothing_is_run() -> None:
    Path("first.aws").write_text("print hello\nprint 'not closed\n")
    Path("second.aws").write_bytes(b"print caf\xe9\n")

    done = _run("first.aws", "absent.aws", ".", "second.aws")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "error: this `'` is not closed\n"
        " --> first.aws:2:7\n"
        "  |\n"
        "2 | print 'not closed\n"
        "  |       ^ write the closing `'`, or `\\'` for the character itself\n"
        "error: cannot read `absent.aws`: no such file or directory\n"
        "error: cannot read `.`: is a directory\n"
        "error: this line contains byte 0xE9, which is not valid UTF-8\n"
        " --> second.aws:1:10\n"
        "  |\n"
        "1 | print caf�\n"
        "  |          ^ is this a command file?\n"
    )


def test_a_name_that_nothing_sets_is_a_fault() -> None:
    Path("a.aws").write_text("print hello\nprint <<name>>\n")

    done = _run("a.aws")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "error: nothing named `name` is set before this line\n"
        " --> a.aws:2:9\n"
        "  |\n"
        "2 | print <<name>>\n"
        "  |         ^^^^ write `name = …` before it, or `input name` to take it from outside\n"
    )


def test_wrong_options_are_told_as_every_fault_is() -> None:
    done = _run("--fast", "a.aws")

    assert done.returncode == 2
    assert done.stderr == (
        "error: `awsbatch run` has no option `--fast`\n  `awsbatch run --help` lists the options\n"
    )


@pytest.mark.parametrize("file", [os.devnull, "-"])
def test_nothing_is_done_well(file: str) -> None:
    done = _run("-q", file)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_wrong_with_the_command_line_is_said_without_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWSBATCH_SECRET_password", "hunter2-Sw0rd")
    done = _run("run", "--hunter2-Sw0rd")

    assert done.returncode == 2
    assert "has no option `--***`" in done.stderr


def test_a_bug_shows_no_secret() -> None:
    program = (
        "import sys, awsbatch.cli.main as main, awsbatch.report.console as console\n"
        "def fail(options, argv, console):\n"
        "    console.secrets.add(['hunter2-Sw0rd'])\n"
        "    raise ValueError({'a': 'hunter2-Sw0rd'})\n"
        "main._done = fail\n"
        "sys.exit(main.main(['a.aws']))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert done.returncode == 70
    assert "\nValueError: {'a': '***'}\n" in done.stderr


@pytest.mark.races
def test_a_stream_answers_line_by_line() -> None:
    with _start("-q", "-", "--json") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        answers = []
        for text in ("print hello\n", "for x in a b\nprint <<x>>\nend\n", "print <<args>>\n"):
            process.stdin.write(text)
            process.stdin.flush()
            answers.append(process.stdout.readline())
        _, stderr = process.communicate()

    assert answers == [
        '{"file": "<stdin>", "line": 1, "print": "hello"}\n',
        '{"file": "<stdin>", "line": 3, "print": "a"}\n',
        '{"file": "<stdin>", "line": 3, "print": "b"}\n',
    ]
    assert process.returncode == 1
    assert stderr.startswith("error: `args` is an empty list\n --> <stdin>:5:7\n")


def test_a_fault_in_a_stream_is_a_failed_command() -> None:
    done = _run("-", text="print <<absent>>\nprint 'two\nlines'\n")

    assert done.returncode == 1
    assert done.stdout == "two\nlines\n"
    assert done.stderr.startswith(
        "error: nothing named `absent` is set before this line\n --> <stdin>:1:9\n"
    )


def test_a_stream_stands_where_its_mark_stands() -> None:
    Path("a.aws").write_text("x = <<'a'>>\nprint first\n")
    Path("b.aws").write_text("print last <<x>>\n")

    done = _run("-q", "a.aws", "-", "b.aws", text="print middle <<x>>\n")

    assert done.stdout == "first\nmiddle a\nlast a\n"


def test_a_file_after_a_stream_knows_what_the_stream_has_set() -> None:
    Path("b.aws").write_text("print last <<x>> <<y>>\n")

    known = _run("-q", "-", "b.aws", text="x = <<'a'>>\ny = <<'b'>>\n")
    unknown = _run("-q", "-", "b.aws", text="x = <<'a'>>\nprint middle\n")

    assert (known.returncode, known.stdout) == (0, "last a b\n")
    assert (unknown.returncode, unknown.stdout) == (1, "middle\n")
    assert unknown.stderr.startswith("error: nothing named `y` is set before this line\n")
    assert unknown.stderr.endswith("error: `b.aws` and the files after it are not run\n")


def test_commands_find_standard_input_empty_when_it_is_the_script() -> None:
    # `configure` asks for four values and ends at the end of the input.
    done = _run("-q", "-", text="aws configure\nprint next\n")

    assert done.stdout.endswith("next\n")
    assert "<stdin>:1: exit " in done.stderr


@pytest.mark.races
def test_the_first_ctrl_c_lets_the_command_end(service: Service) -> None:
    Path("a.aws").write_text(f"{service.command}\nprint next\n")
    with _start("-q", "a.aws") as process:
        service.wait()
        process.send_signal(signal.SIGINT)
        said = _line(process)
        service.answer()
        stdout, stderr = process.communicate()

    assert process.returncode == 130
    assert stdout == OUTPUT
    assert said + stderr == STOPPING


@pytest.mark.races
def test_the_second_ctrl_c_abandons_the_command(service: Service) -> None:
    Path("a.aws").write_text(f"{service.command}\nprint next\n")
    with _start("a.aws", "--json") as process:
        service.wait()
        process.send_signal(signal.SIGINT)
        _line(process)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate()

    assert process.returncode == 130
    assert '"exit_status": null, "status": "abandoned", "attempts": 1' in stdout
    assert f"a.aws:1: abandoned: {service.command}\n0 succeeded, 1 abandoned in " in stderr
    assert "\n  the run was interrupted; the last command to begin was a.aws:1\n" in stderr
    assert "\n  1 x abandoned: a.aws:1 (" in stderr
    summary = json.loads(stdout.splitlines()[-1])["summary"]
    assert (summary["exit_status"], summary["abandoned"], summary["failures"][0]["status"]) == (
        130,
        1,
        "abandoned",
    )
    assert (summary["ended_early"]["cause"], summary["ended_early"]["last"]["line"]) == (
        "interrupted",
        1,
    )


@pytest.mark.races
def test_a_termination_lets_the_command_end(service: Service) -> None:
    Path("a.aws").write_text(f"{service.command}\nprint next\n")
    with _start("-q", "a.aws") as process:
        service.wait()
        process.send_signal(signal.SIGTERM)
        said = _line(process)
        service.answer()
        stdout, stderr = process.communicate()

    assert process.returncode == 143
    assert stdout == OUTPUT
    assert said + stderr == STOPPING


@pytest.mark.races
def test_ctrl_c_ends_a_stream_that_is_waited_for() -> None:
    with _start("-q", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("print hello\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        stderr = process.stderr.read()
        process.wait()

    assert process.returncode == 130
    assert stderr in {"", "stopping\n"}


CHANGE = "aws configure set region eu-west-1\n"
"""What `finally` runs after: a command that leaves something behind."""
FINALLY = "print next\nfinally\n{command}\nprint cleaned > cleaned.txt\nend\n"


@pytest.mark.races
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_lets_finally_run(service: Service, number: int, status: int) -> None:
    Path("a.aws").write_text(
        f"{CHANGE}{service.command}\n{FINALLY.format(command='aws configure list')}"
    )
    with _start("-q", "a.aws") as process:
        service.wait()
        process.send_signal(number)
        said = _line(process)
        service.answer()
        stdout, stderr = process.communicate()

    assert process.returncode == status
    assert stdout.startswith(OUTPUT)
    assert "next" not in stdout
    assert said + stderr == STOPPING + FINALLY_BEGINS
    assert Path("cleaned.txt").read_text() == "cleaned\n"


@pytest.mark.races
def test_the_second_ctrl_c_lets_finally_run(service: Service) -> None:
    Path("a.aws").write_text(f"{CHANGE}{service.command}\n{FINALLY.format(command='print x')}")
    with _start("-q", "a.aws") as process:
        service.wait()
        process.send_signal(signal.SIGINT)
        _line(process)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate()

    # The CLI itself ends the line on which a terminal shows `^C`.
    assert (process.returncode, stdout) == (130, "\nx\n")
    assert stderr == f"{NOW}a.aws:2: abandoned: {service.command}\n"
    assert Path("cleaned.txt").read_text() == "cleaned\n"


@pytest.mark.races
def test_a_ctrl_c_in_finally_lets_it_end_and_a_second_abandons_one_command(
    service: Service,
) -> None:
    Path("a.aws").write_text(
        f"{CHANGE}aws configure list\n{FINALLY.format(command=service.command)}"
    )
    with _start("-q", "a.aws") as process:
        service.wait()
        process.send_signal(signal.SIGINT)
        said = _line(process)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate()

    assert process.returncode == 130
    assert said == "stopping after `finally`; again to stop now\n"
    assert stderr == f"{NOW}a.aws:5: abandoned: {service.command}\n"
    assert Path("cleaned.txt").read_text() == "cleaned\n"


def test_a_failed_assert_is_told_and_has_a_status_of_its_own(service: Service) -> None:
    Path("a.aws").write_text(
        f"me = {service.command}\n"
        "assert <<me.Account == '210987654321'>> wrong account: <<me.Account>>\n"
        f"{FINALLY.format(command='aws configure list')}"
    )
    with _start("-q", "a.aws") as process:
        service.wait()
        service.answer()
        stdout, stderr = process.communicate()

    assert (process.returncode, stdout) == (3, "")
    assert stderr == (
        "error: wrong account: 123456789012\n"
        " --> a.aws:2:8\n"
        "  |\n"
        "2 | assert <<me.Account == '210987654321'>> wrong account: <<me.Account>>\n"
        "  |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
    )
    assert not Path("cleaned.txt").exists()


def test_the_lines_of_a_file_or_of_standard_input_are_a_list() -> None:
    Path("a.aws").write_text("input names\nfor x in <<names>>\nprint <<x>>.\nend\n")
    Path("names.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo words\n\n--three")

    from_file = _run("-q", "a.aws", "--lines", "names=names.txt")
    from_input = _run("-q", "a.aws", "--lines", "names=-", text="1\n2\n")

    assert from_file.stdout == "one.\ntwo words.\n.\n--three.\n"
    assert from_input.stdout == "1.\n2.\n"


def test_closed_standard_output_lets_finally_run() -> None:
    Path("a.aws").write_text(
        f"{CHANGE}aws configure list\n{FINALLY.format(command='aws configure list')}"
    )
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run([*AWSBATCH, "a.aws"], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)

    assert (done.returncode, done.stderr) == (141, b"")
    assert Path("cleaned.txt").read_text() == "cleaned\n"


@pytest.mark.parametrize("option", ["--quiet", "--json", "--help"])
def test_who_closes_standard_output_ends_the_run_quietly(option: str) -> None:
    Path("a.aws").write_text("print hello\nprint again\n")
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run(
        [*AWSBATCH, option, "a.aws"], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_ends_the_run_and_lets_finally_run() -> None:
    Path("a.aws").write_text(
        f"{CHANGE}aws configure list\n{FINALLY.format(command='print x > y.txt')}"
    )

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*AWSBATCH, "-q", "a.aws"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert done.returncode == 1
    assert "a.aws:2: exit 120: aws configure list\n" in done.stderr
    assert Path("cleaned.txt").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["help", "a.aws"], ["-V"]])
def test_help_that_cannot_be_written_is_told(words: list[str]) -> None:
    Path("a.aws").write_text("print hello\n")

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*AWSBATCH, *words], stdout=full, stderr=subprocess.PIPE, check=False)

    assert done.returncode == 1
    assert done.stderr == b"error: cannot write to standard output: no space left on device\n"


def test_awsbatch_alone_shows_what_it_is_mostly_used_for() -> None:
    done = _run()

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: awsbatch FILE… [NAME=VALUE…]\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_ends_a_run_that_prints() -> None:
    Path("a.aws").write_text("print hello\nprint again\n")

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*AWSBATCH, "-q", "a.aws"], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert done.returncode == 1
    assert done.stderr == b"error: cannot write to standard output: no space left on device\n"


def test_a_process_without_standard_files_can_run() -> None:
    Path("a.aws").write_text("print hello > out.txt\nprint again\n")
    command = f'"{sys.executable}" -m awsbatch a.aws <&- >&- 2>&-'

    done = subprocess.run(["sh", "-c", command], check=False)  # noqa: S607 (any will do)

    assert done.returncode == 0
    assert Path("out.txt").read_text() == "hello\n"


def test_a_bug_says_that_it_is_one() -> None:
    program = (
        "import sys, awsbatch.cli.option as option; option.parse = None;"
        " from awsbatch.cli.main import main; sys.exit(main(['a.aws']))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert done.returncode == 70
    assert done.stderr.startswith("Traceback (most recent call last):\n")
    assert done.stderr.endswith(
        "TypeError: 'NoneType' object is not callable\n"
        "\n"
        "this is a bug in awsbatch; please report it, with the lines above, at\n"
        "https://github.com/awsbatch/awsbatch/issues\n"
    )


@pytest.mark.races
def test_the_bar_leaves_the_output_whole(service: Service) -> None:
    Path("a.aws").write_text(f"print first\n{service.command}\nprint last\n")
    screen = pyte.Screen(100, 24)
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "awsbatch", "a.aws", "--progress", "bar"],
        dimensions=(24, 100),
        timeout=None,
    )
    seen = io.BytesIO()
    terminal.logfile_read = seen
    with terminal:
        service.wait()
        terminal.expect_exact("0/1 [0.0/s] sts")
        service.answer()
        terminal.expect_exact(pexpect.EOF)
        # Who is left alone at once is sent a hangup.
        terminal.wait()
    pyte.ByteStream(screen).feed(seen.getvalue())

    *output, summary = [line.rstrip() for line in screen.display if line.strip()]
    assert terminal.exitstatus == 0
    assert output == ["first", "{", '    "Account": "123456789012"', "}", "last"]
    assert summary.startswith("1 succeeded in ")


def _line(process: Program) -> str:
    assert process.stderr is not None
    return process.stderr.readline()
