"""Commands in many threads at once, each as in a process of its own."""

import io
import json
import logging
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from awsbatch.aws import in_process_runner as pool_module
from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.outcome import Outcome
from tests.aws.batch import Spool, words
from tests.aws.crowd import Done, crowd, do
from tests.aws.recorder import Recorded, Recorder
from tests.aws_cli import USAGE_ERROR, sentence
from tests.law.fresh_process import fresh_copy

pytestmark = pytest.mark.races

THREADS = 16
PROFILES = {f"p{number}": f"KEY{number}" for number in range(4)}
REGIONS = (
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "eu-west-1",
    "eu-central-1",
    "ap-south-1",
    "ap-east-1",
    "sa-east-1",
)
DELETE = "logs delete-log-group --log-group-name g"
REFUSAL = b'{"__type": "%sException", "message": "no"}'


@pytest.fixture(
    params=[
        pytest.param(False, id="sooner"),
        pytest.param(True, id="verbatim", marks=pytest.mark.law),
    ]
)
def verbatim(request: pytest.FixtureRequest) -> bool:
    """Have the law hold both ways."""
    way: bool = request.param
    return way


@pytest.fixture
def pool(recorder: Recorder, verbatim: bool) -> Iterator[InProcessRunner]:  # noqa: FBT001 (pytest's)
    """Provide a pool for many threads, in an environment with four profiles."""
    del recorder
    keys = (
        f"[profile {name}]\naws_access_key_id = {key}\naws_secret_access_key = s\n"
        for name, key in PROFILES.items()
    )
    Path(os.environ["AWS_CONFIG_FILE"]).write_text("".join(keys))
    with InProcessRunner(jobs=THREADS, verbatim=verbatim) as pool:
        yield pool


def _echo(recorded: Recorded) -> tuple[int, bytes]:
    time.sleep(random.random() * 0.02)  # noqa: S311 (that answers come in any order)
    name = recorded.parameters["logGroupNamePrefix"]
    return 200, json.dumps({"logGroups": [{"logGroupName": name}]}).encode()


class _Meeting:
    """Answers only once so many requests are there, and tells how many there are."""

    def __init__(self, parties: int) -> None:
        self.barrier = threading.Barrier(parties)

    def __call__(self, _: Recorded) -> tuple[int, bytes]:
        self.barrier.wait()
        return 200, b"{}"


def _until_one_waits(pool: InProcessRunner) -> None:
    while not pool._gate._waiting:
        time.sleep(0)


def test_every_command_keeps_its_own_key_region_parameters_and_output(
    pool: InProcessRunner, recorder: Recorder
) -> None:
    recorder.answer = _echo
    expected = {
        f"name-{number}": (PROFILES[profile], region)
        for number, (profile, region) in enumerate(
            (profile, region) for profile in PROFILES for region in REGIONS for _ in range(8)
        )
    }
    names = [*expected]
    random.Random(1).shuffle(names)  # noqa: S311
    profiles = {key: profile for profile, key in PROFILES.items()}
    lines = [
        "logs describe-log-groups --query logGroups[].logGroupName --output text"
        f" --log-group-name-prefix {name}"
        f" --profile {profiles[expected[name][0]]} --region {expected[name][1]}"
        for name in names
    ]
    done = crowd(pool, lines, threads=THREADS)
    assert [(each.ran.stdout, each.ran.stderr) for each in done] == [(f"{n}\n", "") for n in names]
    sent = {str(r.parameters["logGroupNamePrefix"]): (r.key, r.region) for r in recorder.requests}
    assert sent == expected
    assert pool.requests == len(names)


def test_captures_are_not_mixed(recorder: Recorder) -> None:
    recorder.answer = _echo
    names = [f"name-{number}" for number in range(100)]
    lines = [f"logs describe-log-groups --log-group-name-prefix {name}" for name in names]

    def capture(pool: InProcessRunner, line: str) -> Done:
        return do(pool, line, capture=line.endswith(("0", "2", "4", "6", "8")))

    with InProcessRunner(jobs=THREADS, record_values=True) as pool:
        done = crowd(pool, lines, threads=THREADS, do=capture)
    values = [{"logGroups": [{"logGroupName": name}]} for name in names]
    assert [each.outcome.value for each in done] == values
    assert [bool(each.ran.stdout) for each in done] == [False, True] * 50


def test_a_failure_has_the_code_of_its_own_command(
    pool: InProcessRunner, recorder: Recorder
) -> None:
    def answer(recorded: Recorded) -> tuple[int, bytes]:
        time.sleep(random.random() * 0.01)  # noqa: S311
        if recorded.target is None:
            code = recorded.path.strip("/").encode()
            return 409, b"<Error><Code>%s</Code><Message>m</Message></Error>" % code
        name = str(recorded.parameters["logGroupName"])
        return (200, b"{}") if name == "fine" else (400, REFUSAL % name.encode())

    recorder.answer = answer
    names = ["Throttling", "fine", "NotFound", "AccessDenied"] * 20
    lines = [f"logs delete-log-group --log-group-name {name}" for name in names]
    buckets = [f"bucket{number}" for number in range(20)]
    lines += [f"s3 rb s3://{bucket}" for bucket in buckets]
    done = crowd(pool, lines, threads=THREADS)
    codes = [each.outcome.failure and each.outcome.failure.code for each in done]
    expected = [None if name == "fine" else f"{name}Exception" for name in names]
    assert codes == [*expected, *buckets]


def test_files_are_copied_beside_commands_that_print(
    moto_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    lists = [f"s3 ls s3://listed-{number}" for number in range(4)]
    copies, expected = [], []
    with InProcessRunner(jobs=8) as pool:
        for number in range(4):
            folder = tmp_path / f"folder-{number}"
            folder.mkdir()
            for name in range(12):
                (folder / f"file-{number}-{name}").write_text("content")
            for bucket in ("listed", "copied"):
                assert do(pool, f"s3 mb s3://{bucket}-{number}").ran.exit_status == 0
            assert do(pool, f"s3 sync {folder} s3://listed-{number}").ran.exit_status == 0
            copies.append(f"s3 sync {folder} s3://copied-{number} --no-progress")
            expected.append(
                sorted(
                    f"upload: {os.path.relpath(file)} to s3://copied-{number}/{file.name}"
                    for file in folder.iterdir()
                )
            )
        alone = [do(pool, line).ran for line in lists]
        mixed = [line for pair in zip(copies, lists, strict=True) for line in pair]
        done = [each.ran for each in crowd(pool, mixed, threads=8)]
    assert [sorted(ran.stdout.splitlines()) for ran in done[::2]] == expected
    assert done[1::2] == alone
    assert [ran.stderr for ran in done] == [""] * 8


def test_what_needs_a_process_of_its_own_touches_nothing_beside_it(
    pool: InProcessRunner, recorder: Recorder
) -> None:
    recorder.answer = _echo
    line = "logs describe-log-groups --query logGroups[].logGroupName --output text"
    lines = [f"{line} --log-group-name-prefix n{number}" for number in range(60)]
    for place, alone in enumerate(("--debug", "--version", "")):
        lines[place * 20] += f" {alone}"
    lines[10] = "configure set region eu-north-1 --profile p1"
    lines[30] = f"configure set aws_session_token {'t' * 20} --profile p2"
    done = crowd(pool, lines, threads=8)
    for number, each in enumerate(done):
        if "--debug" in lines[number]:
            assert "CLI version: aws-cli/" in each.ran.stderr
        elif "configure" not in lines[number] and "--version" not in lines[number]:
            assert (each.ran.stdout, each.ran.stderr) == (f"n{number}\n", "")


def test_only_a_profile_that_keeps_a_history_has_its_commands_recorded(
    pool: InProcessRunner, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    del recorder
    history = tmp_path / "history.db"
    monkeypatch.setenv("AWS_CLI_HISTORY_FILE", str(history))
    config = Path(os.environ["AWS_CONFIG_FILE"])
    text = config.read_text()
    config.write_text(text.replace("[profile p1]", "[profile p1]\ncli_history = enabled"))
    profiles = [f"p{number % 4}" for number in range(40)]
    lines = [f"logs delete-log-group --log-group-name {name} --profile {name}" for name in profiles]
    done = crowd(pool, lines, threads=8)
    assert [each.ran.exit_status for each in done] == [0] * 40
    with closing(sqlite3.connect(history)) as database:
        rows = database.execute("SELECT event_type, payload FROM records").fetchall()
    assert Counter(event for event, _ in rows)["CLI_RC"] == 10
    bodies = [json.loads(payload)["body"] for event, payload in rows if event == "HTTP_REQUEST"]
    assert bodies == ['{"logGroupName": "p1"}'] * 10


ALIASES = """
import sys
from tests.aws.crowd import crowd
from awsbatch.aws.in_process_runner import InProcessRunner
lines = ["shell x", "logs describe-log-groups --output text"] * 20
with InProcessRunner(jobs=8) as pool:
    done = [each.ran for each in crowd(pool, lines, threads=8)]
print({(ran.stdout, ran.stderr) for ran in done[::2]})
print({(ran.stdout, ran.stderr) for ran in done[1::2]})
"""


def test_the_output_of_other_programs_is_their_commands(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    recorder.answer = lambda _: (200, b'{"logGroups": [{"logGroupName": "g"}]}')
    (tmp_path / ".aws/cli").mkdir(parents=True)
    (tmp_path / ".aws/cli/alias").write_text(
        "[toplevel]\nshell = !f() { echo out $1; echo err >&2; }; f\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    # awscli finds the alias file when it is imported, so in a process of its own.
    ran = subprocess.run(
        [sys.executable, "-c", ALIASES], capture_output=True, text=True, check=False
    )
    shell, listed = "{('out x\\n', 'err\\n')}\n", "{('LOGGROUPS\\tg\\n', '')}\n"
    assert (ran.stdout, ran.stderr) == (shell + listed, "")


def test_a_command_after_configure_sees_what_it_set(
    pool: InProcessRunner, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    busy, stop = threading.Event(), threading.Event()

    def keep_busy() -> None:
        while not stop.is_set():
            do(pool, f"{DELETE} --region us-east-1 --profile p3")
            busy.set()

    with pool.beside(), ThreadPoolExecutor(4) as workers:
        for _ in range(4):
            workers.submit(keep_busy)
        busy.wait()
        for region in REGIONS:
            do(pool, f"configure set region {region} --profile p2")
            do(pool, f"{DELETE} --profile p2")
        stop.set()
    assert tuple(r.region for r in recorder.requests if r.key == PROFILES["p2"]) == REGIONS
    assert {r.region for r in recorder.requests if r.key == PROFILES["p3"]} == {"us-east-1"}


def test_a_command_alone_waits_for_those_under_way_and_others_for_it(
    pool: InProcessRunner, recorder: Recorder
) -> None:
    asked, answer = threading.Event(), threading.Event()

    def hold(recorded: Recorded) -> tuple[int, bytes]:
        if recorded.parameters["logGroupName"] == "held":
            asked.set()
            answer.wait()
        return 200, b"{}"

    recorder.answer = hold
    held = DELETE.replace(" g", " held")
    with pool.beside(), ThreadPoolExecutor(3) as workers:
        first = workers.submit(do, pool, held)
        asked.wait()
        alone = workers.submit(do, pool, f"{DELETE} --debug")
        _until_one_waits(pool)
        last = workers.submit(do, pool, DELETE)
        assert [r.parameters["logGroupName"] for r in recorder.requests] == ["held"]
        answer.set()
        assert [f.result().ran.exit_status for f in (first, alone, last)] == [0, 0, 0]
        assert first.result().ran.stderr == last.result().ran.stderr == ""
        assert "CLI version" in alone.result().ran.stderr


def test_credentials_are_resolved_once_by_threads_at_once(
    pool: InProcessRunner, recorder: Recorder, tmp_path: Path
) -> None:
    script = tmp_path / "credentials.sh"
    script.write_text(
        f"echo called >>{tmp_path}/calls\n"
        """echo '{"Version": 1, "AccessKeyId": "KEYPROC", "SecretAccessKey": "s"}'\n"""
    )
    config = Path(os.environ["AWS_CONFIG_FILE"])
    config.write_text(f"[profile process]\ncredential_process = sh {script}\n")
    recorder.answer = _Meeting(8)
    lines = [f"{DELETE} --profile process --region {region}" for region in REGIONS]
    assert [each.ran.exit_status for each in crowd(pool, lines, threads=8)] == [0] * 8
    assert (tmp_path / "calls").read_text() == "called\n"
    assert {request.key for request in recorder.requests} == {"KEYPROC"}


ASSUMED = b"""<AssumeRoleResponse><AssumeRoleResult><Credentials>
<AccessKeyId>KEYROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
<SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>"""


def test_a_role_is_assumed_once_by_threads_at_once(
    pool: InProcessRunner, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The CLI's cache of roles is where the home was when it was imported.
    del tmp_path
    config = Path(os.environ["AWS_CONFIG_FILE"])
    role = f"arn:aws:iam::1:role/{random.random()}"  # noqa: S311
    config.write_text(
        f"{config.read_text()}[profile role]\nrole_arn = {role}\nsource_profile = p1\n"
    )
    monkeypatch.setattr("awscli.customizations.assumerole.JSONFileCache", lambda _: {})
    meeting = _Meeting(8)
    recorder.answer = lambda r: (200, ASSUMED) if r.service == "sts" else meeting(r)
    lines = [f"{DELETE} --profile role --region {region}" for region in REGIONS]
    assert [each.ran.exit_status for each in crowd(pool, lines, threads=8)] == [0] * 8
    keys = Counter((request.service, request.key) for request in recorder.requests)
    assert keys == {("sts", "KEY1"): 1, ("logs", "KEYROLE"): 8}


def test_there_are_no_more_connections_than_threads(
    pool: InProcessRunner, recorder: Recorder
) -> None:
    recorder.answer = lambda _: (200, b"{}")
    crowd(pool, [DELETE] * 300, threads=8)
    assert len({request.connection for request in recorder.requests}) <= 8
    assert pool.connections <= 8
    assert pool.requests == 300


def test_connections_to_many_endpoints_are_bounded(
    pool: InProcessRunner, recorder: Recorder
) -> None:
    pool._connections.most = 6
    lines = [
        f"{command} --profile {profile} --endpoint-url {recorder.url}/{number}"
        for command in (DELETE, "ecs list-clusters", "ssm delete-parameter --name n")
        for profile in PROFILES
        for number in range(8)
    ]
    done = crowd(pool, lines, threads=4)
    assert [each.ran.exit_status for each in done] == [0] * len(lines)
    assert pool._connections._open <= 6
    assert sum(e.made for e in pool._connections._endpoints.values()) <= 6


def test_attempts_in_other_threads_keep_their_own_tokens(
    pool: InProcessRunner, recorder: Recorder
) -> None:
    recorder.answer = lambda _: (500, b"{}")

    def twice(number: int) -> None:
        tokens = IdempotencyTokens()
        line = words(f"athena start-query-execution --query-string query-{number}")
        for _ in range(2):
            pool.run(
                line, stdout=Spool(), stderr=Spool(), cancellation=Cancellation(), tokens=tokens
            )

    with pool.beside(), ThreadPoolExecutor(8) as workers:
        list(workers.map(twice, range(24)))
    sent = Counter(
        (str(r.parameters["QueryString"]), str(r.parameters["ClientRequestToken"]))
        for r in recorder.requests
    )
    assert set(sent.values()) == {2}
    assert len(sent) == len({token for _, token in sent}) == 24


def test_standard_input_is_empty_beside_others_and_back_after(
    moto_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    reading, writing = os.pipe()
    os.write(writing, b"a line of the batch\n")
    os.close(writing)
    saved, outer = os.dup(0), sys.stdin
    os.dup2(reading, 0)
    try:
        with InProcessRunner(jobs=2) as pool:
            do(pool, "s3 mb s3://bucket")
            with pool.beside():
                refused = do(pool, "s3 cp - s3://bucket/empty").ran
                assert refused.exit_status == USAGE_ERROR
                assert sentence(refused.stderr) == (
                    "`s3 cp` reads standard input, which is empty here\n"
                )
                assert sys.stdin.read() == ""
            assert do(pool, "s3 ls s3://bucket").ran.stdout == ""
        assert sys.stdin is outer
        assert os.read(0, 100) == b"a line of the batch\n"
    finally:
        os.dup2(saved, 0)
        os.close(saved)
        os.close(reading)


LISTING = b"""<ListBucketResult><IsTruncated>false</IsTruncated>%s</ListBucketResult>""" % b"".join(
    b"<Contents><Key>k%d</Key><Size>1</Size>"
    b"<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>" % number
    for number in range(50)
)


def test_an_abandoned_command_sends_nothing_more(pool: InProcessRunner, recorder: Recorder) -> None:
    deleting, release = threading.Event(), threading.Event()

    def answer(recorded: Recorded) -> tuple[int, bytes]:
        if recorded.method == "GET":
            return 200, LISTING
        if recorded.method == "DELETE":
            deleting.set()
            release.wait()
        return 200, b"{}"

    recorder.answer = answer
    with pool.beside(), ThreadPoolExecutor(1) as workers:
        cancellation = Cancellation()
        removing = workers.submit(do, pool, "s3 rm s3://b --recursive", cancellation=cancellation)
        deleting.wait()
        # Its ten threads are all there, or are held back.
        cancellation.abandon()
        before = pool.requests
        assert do(pool, DELETE).ran.exit_status == 0
        release.set()
        outcome = removing.result().outcome
    assert (outcome.is_abandoned, outcome.exit_status != 0) == (True, True)
    assert pool.requests == before + 1
    assert len(recorder.requests) == before + 1
    assert do(pool, DELETE).ran.exit_status == 0


def test_what_an_abandoned_command_writes_when_the_pool_is_closed_is_lost(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, release = threading.Event(), threading.Event()

    def answer(recorded: Recorded) -> tuple[int, bytes]:
        if recorded.method == "GET":
            asked.set()
            release.wait()
        return 200, b"secret"

    recorder.answer = answer
    binary = io.BytesIO()
    written = io.TextIOWrapper(binary)
    # The pool leaves the process as it is, which is to end.
    monkeypatch.setattr(sys, "stdout", written)
    monkeypatch.setattr(threading.Thread, "start", threading.Thread.start)
    monkeypatch.setattr(sys, "argv", sys.argv)
    loggers = [logging.getLogger(name) for name in ("", "awscli")]
    before = [(logger.level, [*logger.handlers]) for logger in loggers]
    with ThreadPoolExecutor(1) as workers:
        with InProcessRunner(jobs=2) as pool:
            sink = Spool()
            line = words("s3 cp s3://b/k -")
            cancellation = Cancellation()
            downloading = workers.submit(
                pool.run,
                line,
                stdout=sink,
                stderr=Spool(),
                cancellation=cancellation,
                live=False,
            )
            asked.wait()
            cancellation.abandon()
        release.set()
        downloading.result()
    for logger, (level, handlers) in zip(loggers, before, strict=True):
        logger.setLevel(level)
        logger.handlers[:] = handlers
    pool_module._ABANDONED.clear()
    written.flush()
    assert binary.getvalue() == b""


def test_an_abandoned_operation_ends_with_its_page(
    pool: InProcessRunner, recorder: Recorder
) -> None:
    asked, release = threading.Event(), threading.Event()

    def answer(_: Recorded) -> tuple[int, bytes]:
        asked.set()
        release.wait()
        return 200, b'{"logGroups": [], "nextToken": "t"}'

    recorder.answer = answer
    with pool.beside(), ThreadPoolExecutor(1) as workers:
        cancellation = Cancellation()
        listing = workers.submit(do, pool, "logs describe-log-groups", cancellation=cancellation)
        asked.wait()
        cancellation.abandon()
        release.set()
        outcome = listing.result().outcome
    assert (outcome.exit_status, outcome.is_abandoned) == (130, True)
    assert len(recorder.requests) == 1
    recorder.answer = lambda _: (200, b"{}")
    assert do(pool, "logs describe-log-groups").ran.exit_status == 0


def test_one_that_waits_for_its_turn_is_abandoned_as_well(
    pool: InProcessRunner, recorder: Recorder
) -> None:
    asked, release = threading.Event(), threading.Event()

    def answer(_: Recorded) -> tuple[int, bytes]:
        asked.set()
        release.wait()
        return 200, b"{}"

    recorder.answer = answer
    with pool.beside(), ThreadPoolExecutor(2) as workers:
        cancellations = [Cancellation(), Cancellation()]
        under_way = workers.submit(do, pool, DELETE, cancellation=cancellations[0])
        asked.wait()
        waiting = workers.submit(do, pool, f"{DELETE} --debug", cancellation=cancellations[1])
        _until_one_waits(pool)
        for each in cancellations:
            each.abandon()
        assert waiting.result().outcome.is_abandoned
        # What needs the process to itself does not wait for the one that hangs.
        assert do(pool, "configure get region --profile p1").ran.exit_status == 1
        release.set()
        assert under_way.result().outcome == Outcome(0)


def test_the_process_is_as_before_once_the_pool_is_closed(recorder: Recorder) -> None:
    def state() -> tuple[object, ...]:
        logger = logging.getLogger("awscli")
        streams = sys.stdin, sys.stdout, sys.stderr
        return (*streams, threading.Thread.start, sys.argv, logger.level, [*logger.handlers])

    recorder.answer = lambda _: (200, b"{}")
    before = state()
    with InProcessRunner(jobs=4) as pool:
        lines = [DELETE, f"{DELETE} --debug", "s3 ls", "--version"] * 4
        crowd(pool, lines, threads=4)
    assert state() == before


def test_colours_end_with_their_command(pool: InProcessRunner, recorder: Recorder) -> None:
    recorder.answer = lambda _: (200, b'{"logGroups": [{"logGroupName": "g"}]}')
    plain = "logs describe-log-groups --output table --color off"
    colored = plain.replace("off", "on")
    theirs = {line: fresh_copy(line) for line in (plain, colored)}
    lines = [plain, colored, plain, colored] * 4
    done = crowd(pool, lines, threads=4)
    assert [each.ran for each in done] == [theirs[line] for line in lines]
    assert theirs[plain] != theirs[colored]


def test_what_is_printed_outside_commands_goes_where_it_did(
    pool: InProcessRunner, recorder: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    recorder.answer = lambda _: (200, b"{}")
    do(pool, DELETE)
    print("mine")  # noqa: T201
    thread = threading.Thread(target=print, args=("from a thread",))
    thread.start()
    thread.join()
    assert capsys.readouterr().out == "mine\nfrom a thread\n"
