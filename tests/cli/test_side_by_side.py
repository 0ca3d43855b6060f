"""The whole program, with commands side by side, in processes of its own."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.aws_cli import sentence
from tests.cli.program import Program

pytestmark = pytest.mark.races

AWSBATCH = (sys.executable, "-m", "awsbatch", "--progress", "none")


class _Server(ThreadingHTTPServer):
    # Of more than five that connect at once, the system may turn some away.
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """Do nothing: clients may leave."""


class Service:
    """An AWS whose answers may wait for each other."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.hold: Callable[[str], object] = lambda _: None
        self.came = threading.Semaphore(0)
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                name = json.loads(body).get("logGroupName", "")
                service.names.append(name)
                service.came.release()
                service.hold(name)
                self.send_response(400 if name.startswith("bad") else 200)
                answer = b'{"__type": "InvalidParameterException"}' if "bad" in name else b"{}"
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self.server = _Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    service = Service()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ENDPOINT_URL", service.url)
    monkeypatch.setenv("PYTHONPATH", os.fspath(Path(__file__).parent.parent.parent))
    thread = threading.Thread(target=service.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield service
    service.server.shutdown()
    service.server.server_close()
    thread.join()


def start(*words: str, script: str | None = None) -> Program:
    """Start awsbatch, with a script on its standard input, which stays open where there is none."""
    process = Program(*AWSBATCH, *words)
    if script is not None:
        assert process.stdin is not None
        process.stdin.write(script)
        process.stdin.close()
        process.stdin = None
    return process


def delete(name: object) -> str:
    return f"aws logs delete-log-group --log-group-name {name}\n"


def test_the_lines_of_a_stream_run_side_by_side(service: Service) -> None:
    together = threading.Barrier(4)
    service.hold = lambda _: together.wait()
    with start("-P", "4", "-", script="".join(map(delete, range(8)))) as process:
        _, err = process.communicate()
        assert process.returncode == 0
        assert err.startswith("8 succeeded in ")
        assert err.endswith("; 8 requests, 4 connections opened\n")


def test_output_comes_in_script_order(service: Service) -> None:
    second = threading.Event()

    def hold(name: str) -> None:
        if name == "1":
            second.wait()
        else:
            second.set()

    service.hold = hold
    Path("a.aws").write_text(f"parallel for x in 1 2\n{delete('<<x>>')}print done <<x>>\nend\n")
    out, _ = start("a.aws").communicate()
    assert service.names in (["1", "2"], ["2", "1"])
    assert out == "done 1\ndone 2\n"


def test_objects_come_in_order_of_ending(service: Service) -> None:
    second = threading.Event()
    service.hold = lambda name: name != "1" or second.wait()
    with start("-P", "2", "--json", "-", script=delete(1) + delete(2)) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["line"] == 2
        second.set()
        assert json.loads(process.stdout.readline())["line"] == 1
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_all_under_way_end_and_starts_nothing_new(
    service: Service, number: int
) -> None:
    release = threading.Event()
    service.hold = lambda _: release.wait()
    text = "".join(map(delete, range(100)))
    Path("a.aws").write_text(f"parallel\n{text}end\nfinally\n{delete('last')}end\n")
    with start("-j", "32", "a.aws") as process:
        process.wait_for(service.came, 32)
        process.send_signal(number)
        assert process.stderr is not None
        assert process.stderr.readline() == (
            "stopping after the commands under way; again to stop now\n"
        )
        release.set()
        _, err = process.communicate()
        assert process.returncode == 128 + number
        assert err.startswith(
            "running `finally`; again to abandon its command\n33 succeeded, 68 not started in "
        )
        assert service.names[-1] == "last"


def test_a_second_ctrl_c_abandons_all_under_way(service: Service) -> None:
    release = threading.Event()
    released: list[str] = []

    def hold(name: str) -> None:
        if name != "last":
            release.wait()
            released.append(name)

    service.hold = hold
    text = "".join(map(delete, range(100)))
    Path("a.aws").write_text(f"parallel\n{text}end\nfinally\n{delete('last')}end\n")
    with start("-j", "32", "a.aws") as process:
        process.wait_for(service.came, 32)
        assert process.stderr is not None
        process.send_signal(signal.SIGINT)
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        held = [*service.names]
        assert released == []
        release.set()
    # Those that were held, and not one more after the first message.
    assert len(held) == 33
    assert held[-1] == "last"
    assert process.returncode == 130
    assert err.count(": abandoned: aws logs delete-log-group") == 32
    assert "\n1 succeeded, 32 abandoned, 68 not started in " in err
    assert "Traceback" not in err


def test_ctrl_c_ends_a_stream_that_is_waited_for(service: Service) -> None:
    with start("-P", "4", "-") as process:
        assert process.stdin is not None
        process.stdin.write(delete(1))
        process.stdin.flush()
        process.wait_for(service.came, 1)
        process.send_signal(signal.SIGINT)
        process.wait()
        assert process.returncode == 130
        process.communicate()


def test_who_closes_standard_output_ends_the_run(service: Service) -> None:
    closed = threading.Event()
    service.hold = lambda _: closed.wait()
    text = "".join(f"print {x}\n" + delete(x) for x in range(5000))
    Path("a.aws").write_text(text)
    with start("-P", "8", "a.aws") as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        closed.set()
        assert process.stderr is not None
        assert process.stderr.read() == ""
        assert process.wait() == 141
        assert len(service.names) < 5000


@pytest.mark.parametrize("when", ["soon", "now"])
def test_the_first_failure_can_end_the_run(service: Service, when: str) -> None:
    failed, first = threading.Event(), threading.Event()

    def hold(name: str) -> None:
        if name == "first":
            first.set()
            failed.wait()
        elif name == "bad":
            first.wait()

    service.hold = hold
    text = delete("first") + delete("bad") + delete("x") * 100
    with start("-P", "2", "--halt", when, "--no-keep-order", "-", script=text) as process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        assert any("exit 255" in line or "exit 254" in line for line in lines)
        if when == "soon":
            failed.set()
        rest = "".join(lines)
        assert process.wait() == 1
        failed.set()
        assert ("1 failed, 1 abandoned" if when == "now" else "1 succeeded, 1 failed") in rest
        process.communicate()


def test_jobs_that_change_nothing_are_told(service: Service) -> None:
    Path("a.aws").write_text(delete(1))
    for words, script in ((["a.aws"], None), (["-"], delete(1))):
        process = start("-j", "3", "-q", *words, script=script)
        _, err = process.communicate()
        assert err == (
            "note: `--jobs 3` changes nothing: no `parallel` is in the input; `-P 3` takes its"
            " lines as independent of each other\n"
        )
    assert len(service.names) == 2


def test_a_loop_that_could_be_parallel_is_told(service: Service) -> None:
    Path("a.aws").write_text(f"x = <<[`1`, `2`]>>\nfor y in a b\n{delete('<<y>>')}end\n")
    _, err = start("-P", "3", "-q", "a.aws").communicate()
    assert err == (
        "note: `-P 3` changes nothing: the input is one line or block; `parallel for` runs the"
        " rounds of a loop side by side\n"
    )
    assert service.names == ["a", "b"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_the_process_and_to_its_group_is_one(service: Service, number: int) -> None:
    release = threading.Event()
    service.hold = lambda _: release.wait()
    # Where the tests run under nohup, what they start would take no notice of a hangup.
    outer = signal.signal(number, signal.SIG_DFL)
    process = start("-P", "2", "-", script=delete(1) + delete(2))
    signal.signal(number, outer)
    with process:
        process.wait_for(service.came, 2)
        for _ in range(2 if number == signal.SIGTERM else 1):
            process.send_signal(number)
        assert process.stderr is not None
        said = process.stderr.readline()
        release.set()
        _, err = process.communicate()
    assert said == "stopping after the commands under way; again to stop now\n"
    assert err.startswith("2 succeeded in ")
    assert process.returncode == 128 + number


def test_what_reads_standard_input_is_refused_where_that_is_the_script(service: Service) -> None:
    lines = "aws s3 cp - s3://b/k\naws s3 cp --no-progress - s3://b/k\n" + delete(1)
    for words in (["-"], ["-P", "2", "-"]):
        _, err = start(*words, script=lines).communicate()
        told = [sentence(f"\n{line}") for line in err.splitlines()]
        assert told.count("`s3 cp` reads standard input, which is empty here") == 2
        assert "\n1 succeeded, 2 failed in " in err
    assert service.names == ["1", "1"]


def test_lines_beside_each_other_do_not_know_each_others_names(service: Service) -> None:
    Path("a.aws").write_text("x = <<'1'>>\nprint <<x>>\n")
    with start("-P", "3", "a.aws") as process:
        _, err = process.communicate()
        assert process.returncode == 2
        assert err == (
            "error: nothing named `x` is set before this line\n"
            " --> a.aws:2:9\n"
            "  |\n"
            "2 | print <<x>>\n"
            "  |         ^ line 1 sets it, beside this line: that needs a run without `-P`\n"
        )
        Path("b.aws").write_text("print <<x>>\n")
        Path("a.aws").write_text("x = <<'1'>>\nfinally\nprint last <<x>>\nend\n")
        out, _ = start("-P", "3", "a.aws", "b.aws").communicate()
        assert out == "1\n"
        assert service.names == []
