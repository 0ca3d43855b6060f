"""What the check before a run costs, against the run itself at 20 ms a request.

    python benchmarks/check.py [LINES]

Checks a file of LINES (10,000 unless given), and runs it against a loopback
server that answers after 20 ms. Neither side has start-up or the loading of
service models in its figure: that of a file with one line of each kind is
taken off. The run of 10,000 lines takes about four minutes.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECONDS = 0.02
KINDS = (
    "logs delete-log-group --log-group-name group-{0}",
    "logs put-retention-policy --log-group-name group-{0} --retention-in-days 30",
    "ssm put-parameter --name p-{0} --value v{0} --type String --tags Key=team,Value=web",
    "ecs tag-resource --resource-arn arn:{0} --tags key=team,value=web key=stage,value=test",
    "events put-rule --name rule-{0} --schedule-expression 'rate(5 minutes)' --state ENABLED",
    """dynamodb put-item --table-name t --item '{{"id": {{"S": "{0}"}}, "n": {{"N": "1"}}}}'""",
)


class _Slow(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(SECONDS)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def write(file: Path, lines: int) -> Path:
    """Write a file of so many lines, of each kind in turn."""
    text = (KINDS[number % len(KINDS)].format(number) for number in range(lines))
    file.write_text("\n".join(text) + "\n")
    return file


def seconds(*words: "str | Path", environment: dict[str, str]) -> float:
    """Return how long awsbatch takes."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "awsbatch", *words]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print the time of both, and their ratio."""
    lines = int(sys.argv[1] if len(sys.argv) > 1 else "10000")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Slow)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {
        **os.environ,
        "AWSBATCH_AWS": "own",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_address[1]}",
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
    with tempfile.TemporaryDirectory() as folder:
        few = write(Path(folder) / "few.aws", len(KINDS))
        many = write(Path(folder) / "many.aws", lines)
        verbs = (["check", "-q"], ["run", "-q", "--progress", "none"])
        took = []
        for verb in verbs:
            start = seconds(*verb, few, environment=environment)
            took.append(seconds(*verb, many, environment=environment) - start)
    check, run = took
    run -= check
    print(
        json.dumps(
            {
                "lines": lines,
                "check_seconds": round(check, 2),
                "check_ms_a_line": round(check / lines * 1000, 3),
                "run_seconds": round(run, 2),
                "percent": round(100 * check / run, 2),
            }
        )
    )


if __name__ == "__main__":
    main()
