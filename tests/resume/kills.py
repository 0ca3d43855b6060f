"""Whether runs that are killed at random moments do each change once.

    python -m tests.resume.kills [KILLS] [LINES] [SEED]

Kills a run of 2,000 lines at `-j 16` 20 times and resumes it each time, once for
each way that lines can be given, against an AWS that takes up to 20 ms. What is
then said to be in doubt is decided at random. The last log is held against what
that AWS has made, and given to GNU parallel.
"""

import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory

from tests.resume.changing_aws import Sent, changing_aws
from tests.resume.job_log import last_rows, retried
from tests.resume.trial import KILLED, Trial

JOBS = 16
SECONDS = 0.02
START_SECONDS = 1.5
"""Within how many a kill may come before anything was sent."""
_REFUSED = 3
_NAME = re.compile(r"--(?:name|\S+-name) (\S+)")
_KINDS: Sequence[Callable[[int], str]] = (
    lambda n: f"logs create-log-group --log-group-name g{n}",
    lambda n: f"iam create-user --user-name u{n} > /dev/null",
    lambda n: f"secretsmanager create-secret --name s{n} > /dev/null",
    lambda n: f"ssm put-parameter --name p{n} --value 1 --type String > /dev/null",
)


@dataclass(frozen=True)
class Way:
    """How the lines are given, and what is asked for besides."""

    name: str
    words: tuple[str, ...]
    text: Callable[[int], str]
    """Returns the script of so many changes."""
    decisions: tuple[str, ...] = ("again", "done")
    """What may be said of those in doubt; nobody knows the result of one taken for done."""


def _listed(lines: int) -> str:
    return "".join(f"{_KINDS[number % len(_KINDS)](number)}\n" for number in range(lines))


def _looped(lines: int) -> str:
    return f"""\
parallel for n in <<range({lines // len(_KINDS)})>>
    role = iam create-role --role-name r<<n>> --assume-role-policy-document '{{}}'
    user = iam create-user --user-name u<<n>>
    secret = secretsmanager create-secret --name s<<n>>
    logs create-log-group --log-group-name g<<n>>
end
"""


WAYS = (
    Way("a file", ("-P", str(JOBS), "a.aws"), _listed),
    Way("standard input", ("-P", str(JOBS), "-"), _listed),
    Way("a loop", ("-j", str(JOBS), "a.aws"), _looped, ("again",)),
)


@dataclass
class Kills:
    """A run that is killed again and again."""

    trial: Trial
    way: Way
    lines: int
    draw: random.Random
    decided: dict[str, set[str]] = field(default_factory=dict)
    """What was in doubt, and which decisions on it there were."""
    most_in_doubt: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def run(self, kills: int) -> None:
        """Kill it so many times, and then let it end."""
        text = self.way.text(self.lines)
        self.stdin = text if "-" in self.way.words else ""
        self.trial.write(text)
        killed = 0
        options: tuple[str, ...] = ()
        while killed < kills:
            status = self._killed(options, kills - killed)
            self.statuses[status] += 1
            killed += status == KILLED
            options = self._after(status)
            if status == 0 or self.faults:
                break
        while (status := self._run(options)) == _REFUSED and not self.faults:
            options = self._after(status)
        self.statuses[status] += 1
        if status:
            self.faults.append(f"the last run ended with {status}: {self._said()[-500:]}")
        self._check()

    def _after(self, status: int) -> tuple[str, ...]:
        if status not in (_REFUSED, KILLED, 0):
            self.faults.append(f"a run ended with {status}: {self._said()[-500:]}")
        if status != _REFUSED:
            return ("--resume",)
        named = _NAME.findall(self._said())
        self.most_in_doubt = max(self.most_in_doubt, len(named))
        if not 0 < len(named) <= JOBS:
            self.faults.append(f"{len(named)} were in doubt: {self._said()[-500:]}")
        decision = self.draw.choice(self.way.decisions)
        for name in named:
            self.decided.setdefault(name, set()).add(decision)
        return ("--resume", "--in-doubt", decision)

    def _killed(self, options: Sequence[str], left: int) -> int:
        """Run it, and kill it at a random moment; return its status."""
        aws = self.trial.aws
        at = self.draw.choice(("arrived", "made", "answered", "time"))
        remaining = self.lines - len(aws.times)
        number = aws.asked + self.draw.randint(1, max(1, 2 * remaining // (left + 1)))
        process = self.trial.start(*options, *self.way.words, stdin=self.stdin)

        def hook(_: Sent, came: int) -> None:
            if came >= number:
                process.kill()

        with process:
            # At a time of its own too, it is killed by then: it may end sooner than that.
            setattr(aws, "answered" if at == "time" else at, hook)
            if at == "time":
                with suppress(TimeoutExpired):
                    process.wait(self.draw.uniform(0, START_SECONDS))
                process.kill()
            status = process.wait()
        for each in ("made", "answered"):
            setattr(aws, each, _nothing)
        aws.arrived = self.wait
        return status

    def _run(self, options: Sequence[str]) -> int:
        with self.trial.start(*options, *self.way.words, stdin=self.stdin) as process:
            return process.wait()

    def wait(self, sent: Sent, _: int) -> None:
        """Take as long as AWS may."""
        time.sleep(random.Random(str(sent)).uniform(0, SECONDS))  # noqa: S311 (no secret)

    def _said(self) -> str:
        return (self.trial.folder / "said").read_text()

    def _check(self) -> None:
        times = self.trial.aws.times
        for each, count in times.items():
            name = each.split()[1]
            if count > 1 and "again" not in self.decided.get(name, ()):
                self.faults.append(f"{each} was made {count} times")
        made = {each.split()[1] for each in times}
        lost = self.lines - len(times)
        taken = [name for name, how in self.decided.items() if "done" in how and name not in made]
        if lost != len(taken):
            self.faults.append(f"{lost} were not made, and {len(taken)} were taken for done")
        rows = last_rows(self.trial.log)
        bad = [row for row in rows.values() if row.exit_status or row.signal]
        if len(rows) != self.lines or bad:
            self.faults.append(f"{len(rows)} rows, of which {len(bad)} are of failures")
        if again := retried(self.trial.log):
            self.faults.append(f"GNU parallel would run {len(again)} again")


def _nothing(_: Sent, __: int) -> None:
    """Do nothing."""


def main() -> None:
    """Kill runs in every way, and end with status 1 if anything is not as it must be."""
    kills, lines, seed = (
        int(word) for word in (*sys.argv[1:], *("20", "2000", "1")[len(sys.argv) - 1 :])
    )
    os.environ |= {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
    found = 0
    for way in WAYS:
        with TemporaryDirectory() as name, changing_aws() as aws:
            # This is to be the same every time, not to be a secret.
            draw = random.Random(f"{seed} {way.name}")  # noqa: S311
            killed = Kills(Trial(Path(name), aws, Path("awsbatch")), way, lines, draw)
            aws.arrived = killed.wait
            killed.run(kills)
        told = (
            f"{way.name}: {killed.statuses[KILLED]} kills, {len(killed.decided)} in doubt,"
            f" at most {killed.most_in_doubt} at a time, {len(aws.repeats)} sent again with their"
            f" tokens, {len(killed.faults)} faults"
        )
        sys.stdout.write("\n".join([told, *killed.faults[:20], ""]))
        found += len(killed.faults)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
