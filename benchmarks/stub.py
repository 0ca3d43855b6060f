"""A TLS keep-alive endpoint that answers every request at once, by nginx."""

import os
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

import trustme
from answer import answers

# nginx takes no POST for a file: its error page is the file, by an internal GET.
# It would answer a PUT before its body, without the `100 Continue` for which clients of S3 wait,
# but reads all of what it passes on.
_CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  log_format each "$connection $connection_requests $msec $request_length $bytes_sent";
  access_log {folder}/access.log each;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  keepalive_requests 1000000; keepalive_timeout 600s;
  map_hash_bucket_size 128;
  types {{ application/x-amz-json-1.1 json; text/xml xml; binary/octet-stream object; }}
  map $http_authorization $service {{ "~/(?<scope>[a-z0-9-]+)/aws4_request" $scope; }}
  map $service:$request_method:$http_x_amz_target $answer {{
    {answers} "s3:PUT:" /object; default "";
  }}
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/server.pem; ssl_certificate_key {folder}/server.key;
    location / {{
      if ($answer) {{ rewrite ^ $answer last; }}
      default_type application/x-amz-json-1.1; return 200 '{{}}';
    }}
    location /answers/ {{ root {folder}; error_page 405 =200 $uri; }}
    location /object {{ proxy_pass http://unix:{folder}/object; }}
    location /mark {{ access_log off; return 204; }}
  }}
  server {{
    listen unix:{folder}/object; access_log off;
    add_header ETag '"d41d8cd98f00b204e9800998ecf8427e"'; location / {{ return 200; }}
  }}
}}
"""

_SUFFIXES = {b"{": "json", b"<": "xml"}
"""By what a body begins with."""


@dataclass(frozen=True)
class Answered:
    """A request that was answered."""

    connection: str
    moment: float
    """In seconds of some clock."""
    received: int
    """In bytes, as `sent`."""
    sent: int


# What is installed has its bytecode, and what writes to a file or a pipe has a buffer.
_SLOWING = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


@dataclass(frozen=True)
class Stub:
    """A running stub."""

    url: str
    ca_bundle: Path
    log: Path

    def environment(self) -> dict[str, str]:
        """Return the environment in which `aws` and boto3 call the stub, and nothing else."""
        return {
            **{name: value for name, value in os.environ.items() if name not in _SLOWING},
            "AWSBATCH_AWS": "own",
            "AWS_CA_BUNDLE": str(self.ca_bundle),
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    @property
    def port(self) -> int:
        """The port of the loopback at which it listens."""
        return int(self.url.rpartition(":")[2])

    def traffic(self) -> tuple[int, int]:
        """Return how many requests came so far, and over how many connections."""
        lines = self.log.read_text().splitlines()
        return len(lines), len({line.split()[0] for line in lines})

    def moments(self) -> list[float]:
        """Return when each request was answered, in seconds of some clock."""
        return [float(line.split()[2]) for line in self.log.read_text().splitlines()]

    def answers(self, position: int) -> list["Answered"]:
        """Return what was answered since the log had a length."""
        with self.log.open() as log:
            log.seek(position)
            fields = [line.split() for line in log]
        return [Answered(each[0], float(each[2]), int(each[3]), int(each[4])) for each in fields]

    def mark(self) -> int:
        """Return the length of the log, once all that was answered is in it."""
        context = ssl.create_default_context(cafile=self.ca_bundle)
        # The one worker writes of a request before it takes the next.
        connection = HTTPSConnection(urlsplit(self.url).netloc, context=context)
        connection.request("GET", "/mark")
        connection.getresponse().read()
        connection.close()
        return self.log.stat().st_size


@contextmanager
def running() -> Iterator[Stub]:
    """Run the stub for the block; needs nginx."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        message = "the benchmarks need nginx (apt install nginx-light, or brew install nginx)"
        raise SystemExit(message)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # nginx gives up root's rights, where it has them, and then has to reach the answers.
        folder.chmod(0o755)
        port = _free_port()
        write_certificates(folder)
        (folder / "nginx.conf").write_text(
            _CONFIGURATION.format(folder=folder, port=port, answers=_write_answers(folder))
        )
        with subprocess.Popen([nginx, "-c", folder / "nginx.conf", "-p", folder]) as process:
            try:
                _wait_for(port)
                yield Stub(f"https://127.0.0.1:{port}", folder / "ca.pem", folder / "access.log")
            finally:
                process.terminate()


def _write_answers(folder: Path) -> str:
    """Write each answer to a file; give nginx's map of requests to files."""
    (folder / "answers").mkdir()
    rules = []
    for request, body in answers().items():
        file = f"/answers/{len(rules)}.{_SUFFIXES.get(body[:1], 'object')}"
        (folder / file.lstrip("/")).write_bytes(body)
        rules.append(f'"{request}" {file};')
    return " ".join(rules)


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
