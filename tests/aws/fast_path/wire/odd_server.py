"""Run lines against a server that misbehaves, verbatim and with shortcuts; print what differs.

    python -m tests.aws.fast_path.wire.odd_server [FIRST] COUNT

runs so many trials, each drawn by its number.
"""

import sys
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from awsbatch.aws.wire.throttle import PATIENCE_SECONDS
from tests.aws.fast_path.wire.misbehaviour import answers
from tests.aws.fast_path.wire.pair import Came, Way, come, differences, stage

_LINES = (
    "logs delete-log-group --log-group-name %s",
    "logs describe-log-groups --log-group-name-prefix %s --max-items 2",
    'dynamodb get-item --table-name %s --key \'{"id":{"S":"x"}}\'',
    "lambda get-function --function-name %s",
    "lambda list-functions --function-version %s",
    "sqs send-message --message-body hello --queue-url %s",
    "iam get-user --user-name %s",
    "ec2 describe-instances --instance-ids %s",
    "s3api get-object --bucket b-1 --key %s out",
    "s3api head-object --bucket b-1 --key %s",
    "s3api put-object --bucket b-1 --key %s --body config",
    "s3api list-objects-v2 --bucket b-1 --prefix %s --no-paginate",
    "route53 get-hosted-zone --id %s",
)
_BEGINNING = 4
"""Trials of a line that get good answers, so that shortcuts are learnt."""
_BEFORE = 30
"""Trials that go before one that is done again."""


class Turns:
    """Turns of requests that never wait, and have hope for a while."""

    _HOPEFUL = 2

    def __init__(self) -> None:
        self.refusals = 0
        self._hope = 0

    def __bool__(self) -> bool:
        return self._hope > 0

    @property
    def now(self) -> float:
        # A request that sends others between its attempts would else find hope at each of them.
        return self.refusals * PATIENCE_SECONDS / 4

    def turn(self, key: Hashable, asker: str) -> float:
        del key, asker
        return 0.0

    def refuse(self, key: Hashable, entered: float) -> bool:
        del key, entered
        self._hope = (self._hope + 1) % (self._HOPEFUL + 1)
        return self._hope > 0

    def let_through(self, key: Hashable, entered: float) -> None:
        del key, entered
        self._hope = 0

    def count_refusal(self) -> None:
        self.refusals += 1


def trial(number: int) -> Way:
    """Return the line of a trial, and what it is answered; one in ten goes by TLS."""
    line = _LINES[number % len(_LINES)]
    of_xml = line.startswith(("iam", "ec2", "s3api", "route53"))
    led = line if number % 10 == 9 else f"{line} --endpoint-url http://127.0.0.1:PORT"
    way = Way(led, (f"v{number}",), captured=number % 7 == 6, hours=0)
    if number < _BEGINNING * len(_LINES):
        number = -1
    drawn = answers(number, of_xml=of_xml, is_head="head-object" in line)
    return Way(way.line, way.values, drawn, captured=way.captured, hours=0)


def run(numbers: Sequence[int]) -> Iterator[tuple[int, Came, Came]]:
    """Yield the trials that come out differently."""
    ways = [trial(number) for number in numbers]
    with TemporaryDirectory() as folder, stage(Path(folder)) as (listener, clock):
        theirs = come(ways, listener, clock, verbatim=True, turns=Turns())
        ours = come(ways, listener, clock, verbatim=False, turns=Turns())
    for number, (their,), (our,) in zip(numbers, theirs, ours, strict=True):
        if their != our and not (_is_endless(their) and _is_endless(our)):
            yield number, their, our


def _is_endless(came: Came) -> bool:
    """Return whether botocore went round until Python's stack was full, as it is for redirects."""
    return "maximum recursion depth exceeded" in came.ran.stderr


def found(first: int, count: int) -> Iterator[str]:
    """Yield what is not the same of trials, and not the same when done again either.

    Whether a connection's end has come by when the next request is sent is a race.
    """
    learning = range(_BEGINNING * len(_LINES))
    for number, _, _ in [*run([*learning, *range(first, first + count)])]:
        again = [*learning, *range(max(first, number - _BEFORE), number + 1)]
        for at, their, our in run(again):
            if at == number:
                yield f"trial {number}: {''.join(differences([their], [our]))}"


def main(words: Sequence[str]) -> int:
    """Print what is found; return the exit status."""
    if not words:
        sys.exit(__doc__)
    first, count = (int(word) for word in ("1000", *words)[-2:])
    status = 0
    for one in found(first, count):
        sys.stdout.write(f"{one}\n\n")
        status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
