"""A run that is killed is resumed with each change made once, but for those that were in doubt."""

import re
import signal
from pathlib import Path

import pytest

from tests.resume.changing_aws import ChangingAws
from tests.resume.job_log import last_rows, retried
from tests.resume.trial import KILLED, Ran, Trial

LINES = 24
JOBS = 4
WIDE = ("-P", str(JOBS))
CREATES = "logs create-log-group --log-group-name g{}\n"
NUMBERED = "".join(CREATES.format(number) for number in range(LINES))
CAPTURED = f"""\
parallel for n in <<range({LINES})>>
    made = iam create-user --user-name g<<n>> --query User
    logs create-log-group --log-group-name g<<n>>
    made_again = iam tag-user --user-name g<<n>> --tags Key=was,Value=<<n>>
end
"""
SECRETS = "".join(f"secretsmanager create-secret --name s{number}\n" for number in range(LINES))


def is_odd(number: int) -> bool:
    return number % 2 == 1


def named(refused: Ran) -> set[str]:
    """Return the names that the list of what is in doubt has."""
    return set(re.findall(r"--(?:log-group|user)-name (g\d+)", refused.stderr))


def twice(aws: ChangingAws) -> set[str]:
    """Return the names of what was changed more than once."""
    return {name.split()[1] for name, times in aws.times.items() if times > 1}


def is_whole(log: Path, commands: int) -> None:
    """Hold a log against what has become of all commands."""
    rows = last_rows(log)
    assert len(rows) == commands
    assert [row for row in rows.values() if row.exit_status or row.signal] == []
    assert retried(log) == []


@pytest.mark.parametrize("number", [1, 2, JOBS, LINES // 2, LINES - 1, LINES])
@pytest.mark.parametrize("file", ["a.aws", "-"])
def test_at_most_so_many_are_in_doubt_as_run_at_a_time(
    aws: ChangingAws, trial: Trial, file: str, number: int
) -> None:
    words = (*WIDE, trial.write(NUMBERED) if file != "-" else "-")
    stdin = NUMBERED if file == "-" else ""
    held = min(number, JOBS)
    status = trial.end(*words, number=number, held=held, makes=is_odd, stdin=stdin)
    assert status == KILLED
    sent = [each.name for each in aws.sent if each.is_change]
    doubted = {*sent[number - held : number]}

    refused = trial.resume(*words, stdin=stdin)

    # Where fewer are held than run at a time, others were about to be sent.
    assert refused.status == 3
    assert doubted <= named(refused)
    assert len(named(refused)) <= JOBS
    assert [each.name for each in aws.sent if each.is_change] == sent

    resumed = trial.resume("--in-doubt", "again", *words, stdin=stdin)

    assert resumed.status == 0, resumed.stderr
    assert len(aws.times) == LINES
    assert twice(aws) <= named(refused)
    is_whole(trial.log, LINES)


def test_what_is_in_doubt_can_be_taken_for_done(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(NUMBERED)
    trial.end(*WIDE, file, number=10, held=JOBS, makes=is_odd)

    resumed = trial.resume("--in-doubt", "done", *WIDE, file)

    assert resumed.status == 0, resumed.stderr
    # Of four in doubt, those two were not made.
    assert {*aws.times.values()} == {1}
    assert len(aws.times) == LINES - 2
    is_whole(trial.log, LINES)


def test_what_has_a_token_is_sent_again_with_it(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(SECRETS)
    trial.end(*WIDE, file, number=10, held=JOBS, makes=is_odd)
    # Of those that came: what was held back may be made only now.
    first = {each.token for each in [*aws.sent] if each.is_change}

    resumed = trial.resume(*WIDE, file)

    assert resumed.status == 0, resumed.stderr
    assert {*aws.times.values()} == {1}
    assert len(aws.times) == LINES
    # Those in doubt that were made, which the server knows again.
    assert {each.token for each in aws.repeats} < first
    assert len(aws.repeats) == 2
    is_whole(trial.log, LINES)


@pytest.mark.parametrize("number", [5, 30, 3 * LINES])
def test_loops_with_captures_go_on(aws: ChangingAws, trial: Trial, number: int) -> None:
    file = trial.write(CAPTURED)
    trial.end("-j", str(JOBS), file, number=number)

    refused = trial.resume("-j", str(JOBS), file)

    assert refused.status == 3
    assert 1 <= len(named(refused)) <= JOBS
    resumed = trial.resume("--in-doubt", "again", "-j", str(JOBS), file)
    assert resumed.status == 0, resumed.stderr
    assert len(aws.times) == 3 * LINES
    assert twice(aws) <= named(refused)
    is_whole(trial.log, 3 * LINES)


def test_a_finally_that_was_killed_goes_on(aws: ChangingAws, trial: Trial) -> None:
    deletes = "".join(f"    logs delete-log-group --log-group-name g{n}\n" for n in range(4))
    file = trial.write(f"{CREATES.format(0)}finally\n{deletes}end\n")
    assert trial.end(file, number=3) == KILLED
    assert named(trial.resume(file)) == {"g1"}

    resumed = trial.resume("--in-doubt", "done", file)

    assert resumed.status == 0, resumed.stderr
    assert aws.since(3) == ["DeleteLogGroup g2", "DeleteLogGroup g3"]
    is_whole(trial.log, 5)


@pytest.mark.parametrize("number", [2, 9])
def test_a_kill_after_an_answer_loses_nothing(aws: ChangingAws, trial: Trial, number: int) -> None:
    file = trial.write(NUMBERED)
    process = trial.start(file)
    aws.answered = lambda _, came: process.kill() if came == number else None
    with process:
        assert process.wait() == KILLED

    resumed = trial.resume("--in-doubt", "done", file)

    assert resumed.status == 0, resumed.stderr
    assert {*aws.times.values()} == {1}
    assert len(aws.times) >= LINES - 1
    is_whole(trial.log, LINES)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_nothing_is_in_doubt_where_commands_under_way_could_end(
    aws: ChangingAws, trial: Trial, by: signal.Signals
) -> None:
    file = trial.write(NUMBERED)
    status = trial.end(*WIDE, file, number=10, held=JOBS, by=by)
    assert status == 128 + by

    resumed = trial.resume(*WIDE, file)

    assert resumed.status == 0, resumed.stderr
    assert {*aws.times.values()} == {1}
    assert len(aws.times) == LINES
    is_whole(trial.log, LINES)


def test_a_run_may_be_killed_again_and_again(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(NUMBERED)
    trial.end(*WIDE, file, number=6, held=JOBS)
    doubted = named(trial.resume(*WIDE, file))
    for _ in range(3):
        status = trial.end("--resume", "--in-doubt", "again", *WIDE, file, number=6, held=JOBS)
        assert status == KILLED
        doubted |= named(trial.resume(*WIDE, file))

    resumed = trial.resume("--in-doubt", "again", *WIDE, file)

    assert resumed.status == 0, resumed.stderr
    assert len(aws.times) == LINES
    assert twice(aws) <= doubted
    is_whole(trial.log, LINES)


def test_all_that_is_done_is_not_sent_again(aws: ChangingAws, trial: Trial) -> None:
    file = trial.write(NUMBERED)
    assert trial.run(*WIDE, file).status == 0
    before = len(aws.changes)

    resumed = trial.resume(*WIDE, file)

    assert resumed.status == 0, resumed.stderr
    assert len(aws.changes) == before == LINES
    is_whole(trial.log, LINES)
