"""A TLS keep-alive endpoint that answers every request at once, by nginx."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

_CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  log_format each "$connection $connection_requests $msec";
  access_log {folder}/access.log each;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  keepalive_requests 1000000; keepalive_timeout 600s;
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;
    location / {{ default_type application/x-amz-json-1.1; return 200 '{{}}'; }}
  }}
}}
"""


@dataclass(frozen=True)
class Stub:
    """A running stub."""

    url: str
    ca_bundle: Path
    log: Path

    def environment(self) -> dict[str, str]:
        """Give the environment in which `aws` and boto3 call the stub, and nothing else."""
        return {
            **os.environ,
            "AWS_CA_BUNDLE": str(self.ca_bundle),
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def traffic(self) -> tuple[int, int]:
        """Give how many requests came so far, and over how many connections."""
        lines = self.log.read_text().splitlines()
        return len(lines), len({line.split()[0] for line in lines})

    def moments(self) -> list[float]:
        """Give when each request was answered, in seconds of some clock."""
        return [float(line.split()[2]) for line in self.log.read_text().splitlines()]


@contextmanager
def running() -> Iterator[Stub]:
    """Run the stub for the block; needs nginx."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        message = "the benchmarks need nginx (Debian: apt install nginx-light)"
        raise SystemExit(message)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port = _free_port()
        write_certificates(folder)
        (folder / "nginx.conf").write_text(_CONFIGURATION.format(folder=folder, port=port))
        with subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-p", folder]) as process:
            try:
                _wait_for(port)
                yield Stub(f"https://127.0.0.1:{port}", folder / "ca.pem", folder / "access.log")
            finally:
                process.terminate()


def write_certificates(folder: Path) -> None:
    """Write a certificate of the loopback, its key, and the authority that signed it."""
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    certificate.private_key_pem.write_to_path(folder / "server.key")
    for blob in certificate.cert_chain_pems:
        blob.write_to_path(folder / "server.pem", append=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            continue
        return
