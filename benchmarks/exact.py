"""Whether lines that run side by side stay apart: credentials, region, body, and output.

    python benchmarks/exact.py [ROUNDS] [SEED]

Each of 20 rounds, unless told, runs a `parallel` block of 6,400 shuffled lines
(4 profiles, 8 regions, 200 lines of each) at `-j 32` against a server that
takes up to 50 ms and refuses some of them. Every request must be its line's,
and everything printed its line's and in its place. Needs awsbatch with its
`test` extra.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import promise
import server
import summary
from server import Behaviour, Outcome, Request, Server

WIDE = ("-j", "32")
MOST_CONNECTIONS = 32
SECONDS = (0.0, 0.05)
PROFILES = 4
REGIONS = (
    "us-east-1",
    "us-east-2",
    "us-west-2",
    "eu-west-1",
    "eu-central-1",
    "ap-south-1",
    "ap-northeast-1",
    "sa-east-1",
)
EACH = 200
_DELETE, _TEXT, _JSON, _CAPTURE = range(4)
_COMMANDS = (
    "aws logs delete-log-group --log-group-name {}",
    "aws logs describe-log-groups --log-group-name-prefix {} --query logGroups[].arn --output text",
    "aws ssm get-parameter --name {}",
    "{0} = aws ssm get-parameter --name {0} --query Parameter.Value",
)
_FIELDS = ("logGroupName", "logGroupNamePrefix", "Name", "Name")
_REFUSAL = re.compile(
    r"An error occurred \(ResourceNotFoundException\) when calling the \w+ operation: (.*)"
)
_ENDED = re.compile(r".*?:(\d+): exit 25\d: aws (.*)")


@dataclass(frozen=True)
class Line:
    """A line, and what its request must be."""

    number: int
    """In the file."""
    name: str
    key: str
    region: str
    kind: int

    @property
    def echo(self) -> str:
        """What the server is to say of it."""
        return f"{self.key} {self.region} {self.name}"

    @property
    def body(self) -> dict[str, str]:
        """What it is to send."""
        return {_FIELDS[self.kind]: self.name}

    @property
    def text(self) -> str:
        """The line as it stands in the file."""
        command = _COMMANDS[self.kind].format(self.name)
        return f"{command} --profile {_profile(self.key)} --region {self.region}"

    @property
    def printed(self) -> str:
        """What it prints in its place."""
        if self.kind == _TEXT:
            return f"{self.echo}\n"
        if self.kind == _JSON:
            parameter = {"Name": self.name, "Type": "String", "Value": self.echo}
            return json.dumps({"Parameter": parameter}, indent=4) + "\n"
        return ""


def shuffled(seed: int) -> list[Line]:
    """Return the lines in an order of their own for each seed; the first is line 2 of its file."""
    # This is to be the same every time, not to be a secret.
    shuffle = random.Random(seed)  # noqa: S311
    places = [
        (f"KEY{profile}", region)
        for profile in range(PROFILES)
        for region in REGIONS
        for _ in range(EACH)
    ]
    shuffle.shuffle(places)
    return [
        Line(number, f"n{number}", *place, shuffle.randrange(len(_COMMANDS)))
        for number, place in enumerate(places, start=2)
    ]


def write(file: Path, lines: list[Line]) -> None:
    """Write the script: all lines side by side, and then what they captured."""
    captures = [f"print <<{line.name}>>" for line in lines if line.kind == _CAPTURE]
    texts = ["parallel", *(line.text for line in lines), "end", *captures]
    file.write_text("\n".join(texts) + "\n")


def faults(
    lines: list[Line], requests: list[Request], done: subprocess.CompletedProcess[str]
) -> Iterator[str]:
    """Yield everything that is not as it must be."""
    by_name = {line.name: line for line in lines}
    counts = dict.fromkeys(by_name, 0)
    for request in requests:
        line = by_name.get(request.name)
        if line is None:
            yield f"nothing is named {request.name}"
            continue
        counts[line.name] += 1
        sent = (request.key, request.region, json.loads(request.body))
        if sent != (line.key, line.region, line.body):
            yield f"line {line.number} ({line.text}) sent {sent}"
    yield from (f"{name} was sent {count} times" for name, count in counts.items() if count != 1)
    refused = {request.name for request in requests if request.outcome == Outcome.REFUSED}
    yield from _printed_faults(lines, refused, done.stdout)
    yield from _message_faults(by_name, refused, done.stderr)
    told = summary.read(done.stderr)
    if told is None or (told.succeeded, told.failed) != (len(lines) - len(refused), len(refused)):
        yield f"the summary says {told}, and {len(refused)} were refused"
    if done.returncode != (1 if refused else 0):
        yield f"the exit status is {done.returncode}"


def _printed_faults(lines: list[Line], refused: set[str], stdout: str) -> Iterator[str]:
    answered = [line for line in lines if line.name not in refused]
    captured = (f"{line.echo}\n" for line in answered if line.kind == _CAPTURE)
    expected = "".join([*(line.printed for line in answered), *captured]).splitlines()
    printed = stdout.splitlines()
    if printed != expected:
        pairs = enumerate(zip(printed, expected, strict=False), start=1)
        first = next((pair for pair in pairs if pair[1][0] != pair[1][1]), None)
        yield f"{len(printed)} lines of output for {len(expected)}; the first other is {first}"


def _message_faults(by_name: Mapping[str, Line], refused: set[str], stderr: str) -> Iterator[str]:
    """Yield what is wrong with the AWS CLI's messages, and the line of awsbatch's after each."""
    told = set()
    texts = stderr.splitlines()
    for text, after in zip(texts, [*texts[1:], ""], strict=True):
        message = _REFUSAL.fullmatch(text)
        if message is None:
            continue
        line = by_name.get(message[1].split()[-1])
        if line is None:
            yield f"of no line it is said: {text}"
            continue
        told.add(line.name)
        ended = _ENDED.fullmatch(after)
        at = int(ended[1]) if ended is not None else None
        if message[1] != line.echo or at != line.number:
            yield f"of line {line.number} ({line.text}) it is said: {text}\n{after}"
    if told != refused:
        yield f"refused, but not told or the other way round: {sorted(told ^ refused)[:10]}"


def most_connections(requests: list[Request]) -> int:
    """Return the most connections that served one service in one region."""
    used = defaultdict(set)
    for request in requests:
        used[request.service, request.region].add(request.connection)
    return max(len(connections) for connections in used.values())


def _profile(key: str) -> str:
    return f"profile-{key[-1]}"


def environment(served: Server, folder: Path) -> dict[str, str]:
    """Return an environment in which only profiles have credentials."""
    file = folder / "credentials"
    sections = [
        f"[{_profile(key)}]\naws_access_key_id = {key}\naws_secret_access_key = {key}\n"
        for key in (f"KEY{profile}" for profile in range(PROFILES))
    ]
    file.write_text("\n".join(sections))
    unset = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")
    kept = {name: value for name, value in served.environment().items() if name not in unset}
    return {**kept, "AWS_SHARED_CREDENTIALS_FILE": os.fspath(file)}


def run(seed: int) -> tuple[list[str], int, int]:
    """Run a round; give what is wrong, the connections in all and the most to an endpoint."""
    behaviour = Behaviour(seed=seed, seconds=SECONDS, shares={Outcome.REFUSED: 0.02})
    with tempfile.TemporaryDirectory() as name, server.running(behaviour) as served:
        folder = Path(name)
        script, lines = folder / "exact.aws", shuffled(seed)
        write(script, lines)
        done = subprocess.run(
            [sys.executable, "-m", "awsbatch", "run", *WIDE, "--progress", "none", script],
            env=environment(served, folder),
            capture_output=True,
            text=True,
            check=False,
        )
        requests = served.requests()
    found = [*faults(lines, requests, done)]
    if not requests:
        return [*found, done.stderr[-2000:]], 0, 0
    return found, len({request.connection for request in requests}), most_connections(requests)


def main() -> None:
    """Run the rounds up to the first that is not exact."""
    rounds = int(sys.argv[1] if len(sys.argv) > 1 else "20")
    first = int(sys.argv[2] if len(sys.argv) > 2 else "1")
    found: list[str] = []
    connections, most = [], []
    for seed in range(first, first + rounds):
        found, opened, widest = run(seed)
        connections.append(opened)
        most.append(widest)
        if found:
            print(f"seed {seed}:", *found[:20], sep="\n", file=sys.stderr)
            break
    promise.end(
        {
            "lines": PROFILES * len(REGIONS) * EACH,
            "rounds": len(connections),
            "last_seed": seed,
            "faults": len(found),
            "connections": max(connections),
            "most_connections_of_an_endpoint": max(most),
        },
        {
            "every line is its own": not found,
            f"at most {MOST_CONNECTIONS} connections to an endpoint": max(most) <= MOST_CONNECTIONS,
        },
    )


if __name__ == "__main__":
    main()
