"""A process that forks, whose children call `aws` by the runner that it has entered.

It is one of its own, since pytest's has threads, which a process that forks must not have.
"""

import json
import os
import random
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from awsbatch.aws.plain_runner import PlainRunner
from awsbatch.aws.surroundings import surroundings
from awsbatch.sandbox.other_host import OtherHostError, refuse_other_hosts
from tests.aws.plain_batch import PlainBatch

ROUNDS = 4
CHILDREN = 3


def main(*, sends_first: bool) -> None:
    """Fork children one beside the other, and print what each of them says."""
    with PlainRunner(surroundings=surroundings) as runner, refuse_other_hosts():
        runner.begin()
        if sends_first:
            PlainBatch(runner).run("logs delete-log-group --log-group-name parent")
        outputs = [_forked(number, lambda name: _child(runner, name)) for number in range(CHILDREN)]
        said = []
        for output in outputs:
            with os.fdopen(output) as pipe:
                said.append(json.load(pipe))
            os.wait()
        print(json.dumps(said))  # noqa: T201 (what it is for)


def _forked(number: int, work: Callable[[str], object]) -> int:
    """Have a child work, and return what its answer can be read from."""
    output, inner = os.pipe()
    if os.fork() == 0:
        try:
            os.write(inner, json.dumps(work(f"child-{number}")).encode())
        except BaseException:  # noqa: BLE001 (else it would go on as its parent does)
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(inner)
    return output


def _child(runner: PlainRunner, name: str) -> dict[str, object]:
    before = _sockets()
    batch = PlainBatch(runner)
    failed = []
    for _ in range(ROUNDS):
        for profile in ("one", "two"):
            os.environ["AWS_PROFILE"] = profile
            ended = batch.run(f"logs delete-log-group --log-group-name {name}-{profile}")
            # With threads of its own.
            copied = batch.run(f"s3 cp --quiet {__file__} s3://bucket/{name}-{profile}")
            failed += [str(each.failure) for each in (ended, copied) if each.exit_status]
    return {
        "failed": failed,
        "random": random.random(),  # noqa: S311 (what waits between attempts are made of)
        "sockets": before,
        "refuses": _refuses(),
        "generations": len(runner._generation.all),
    }


def _sockets() -> int:
    """Return how many sockets this process has, where the system tells."""
    folder = Path("/proc/self/fd")
    return sum(each.is_socket() for each in folder.iterdir())


def _refuses() -> bool:
    """Return whether the sandbox holds a child back as it does its parent."""
    try:
        socket.create_connection(("192.0.2.1", 9), timeout=1).close()
    except OtherHostError:
        return True
    return False


if __name__ == "__main__":
    main(sends_first=sys.argv[1:] == ["first"])
