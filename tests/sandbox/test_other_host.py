import socket
import subprocess
import sys
from pathlib import Path

import pytest

from awsbatch.sandbox.other_host import OtherHostError, refuse_other_hosts

ELSEWHERE = "192.0.2.1"
"""An address that is nobody's, by RFC 5737."""


@pytest.mark.parametrize("host", [ELSEWHERE, "2001:db8::1", "example.com", "localhost.example.com"])
def test_a_connection_to_another_host_is_refused(host: str) -> None:
    with refuse_other_hosts(), pytest.raises(OtherHostError) as caught:
        socket.create_connection((host, 80))
    assert caught.value.message == (
        f"the sandbox refuses a connection to `{host}`: only this machine can be reached"
    )


def test_a_datagram_to_another_host_is_refused() -> None:
    with (
        refuse_other_hosts(),
        socket.socket(type=socket.SOCK_DGRAM) as raw,
        pytest.raises(OtherHostError),
    ):
        raw.sendto(b"", (ELSEWHERE, 53))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", b"localhost", None])
def test_this_machine_is_reached(host: "str | bytes | None") -> None:
    with refuse_other_hosts(), socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        found = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)
        with socket.socket() as raw:
            raw.connect(found[0][4])
            assert raw.getpeername() == ("127.0.0.1", port)


def test_a_unix_socket_is_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A relative name, because an absolute one may be too long.
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as raw:
        server.bind("s")
        server.listen()
        with refuse_other_hosts():
            raw.connect("s")
        assert raw.getpeername() == "s"


def test_other_hosts_are_reached_again_after_the_sandbox() -> None:
    program = (
        "import socket\n"
        "from awsbatch.sandbox.other_host import OtherHostError, refuse_other_hosts\n"
        "for _ in range(2):\n"
        "    with refuse_other_hosts():\n"
        "        try:\n"
        f"            socket.getaddrinfo('{ELSEWHERE}', 80)\n"
        "        except OtherHostError:\n"
        "            print('refused')\n"
        f"    print(len(socket.getaddrinfo('{ELSEWHERE}', 80, type=socket.SOCK_STREAM)))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout == "refused\n1\nrefused\n1\n"
