"""What one command is refused for coming too fast must slow the others, and lose no line."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError

from awsbatch.aws.invocation import current
from awsbatch.aws.version.installed import SESSION_VARIABLES
from awsbatch.aws.wire import throttle_hook
from awsbatch.aws.wire.throttle import Throttle, Throttles
from awsbatch.aws.wire.throttle_hook import wait_for_turn
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.signer import Keys
from tests.aws.call import calling, invocation
from tests.aws.recorder import Recorded, Recorder, recording

pytestmark = pytest.mark.races

THROTTLED = (400, b'{"__type": "ThrottlingException", "message": "Rate exceeded"}')
SLOW_DOWN = (503, b"<Error><Code>SlowDown</Code><Message>Slow down</Message></Error>")


class Time(Cancellation):
    """A clock, and a command whose waiting takes none of the test's time."""

    def __init__(self, is_ending: Callable[[], bool] = lambda: False) -> None:
        super().__init__(is_ending)
        self.now = 1000.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def enter(throttle: Throttle, time: Time) -> float:
    """Wait for a turn, and return the time of that."""
    while seconds := throttle.turn("asker"):
        time.wait(seconds)
    return time.now


class Commands:
    """Sessions of one process, as their requests are seen by the handlers of their events."""

    def __init__(self, time: Time) -> None:
        self.throttles = Throttles(clock=time)
        self._sessions: dict[str | None, Any] = {}

    def session(self, profile: str | None = None) -> Any:
        if profile not in self._sessions:
            session = botocore.session.Session(SESSION_VARIABLES)
            session.set_config_variable("profile", profile)
            throttle_hook.register(self.throttles, session)
            self._sessions[profile] = session
        return self._sessions[profile]

    def client(self, service: str, recorder: Recorder) -> Any:
        return self.session().create_client(service, endpoint_url=recorder.url)

    def send(
        self,
        answer: tuple[int, str] | None,
        *,
        service: str = "ec2",
        region: str = "eu-west-1",
        profile: str | None = None,
        url: str = "https://one.example/path",
        context: dict[str, Any] | None = None,
    ) -> object:
        """Send a request that is answered so, and return what is to be done after it."""
        events = self.session(profile).get_component("event_emitter")
        context = {} if context is None else context
        context["client_region"] = region
        request = SimpleNamespace(url=url, context=context)
        events.emit(f"request-created.{service}.Op", request=request, operation_name="Op")
        response = answer and (
            SimpleNamespace(status_code=answer[0]),
            {"Error": {"Code": answer[1]}} if answer[1] else {},
        )
        ((_, told),) = events.emit(
            f"needs-retry.{service}.Op",
            response=response,
            request_dict={"url": url, "context": context},
        )
        result: object = told
        return result


REFUSED = (400, "ThrottlingException")
DONE = (200, "")


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def throttle(time: Time) -> Throttle:
    return Throttle(time)


@pytest.fixture
def commands(time: Time) -> Iterator[Commands]:
    with calling(invocation(time)):
        yield Commands(time)


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with recording() as recorder:
        yield recorder


def refusing(
    times: int, refusal: tuple[int, bytes], then: bytes = b"{}"
) -> Callable[[Recorded], tuple[int, bytes]]:
    left = iter(range(times))
    return lambda _: (200, then) if next(left, None) is None else refusal


def test_requests_enter_one_after_another_at_the_pace(throttle: Throttle, time: Time) -> None:
    entered = [enter(throttle, time) for _ in range(3)]
    assert [then - 1000 for then in entered] == pytest.approx([1 / 200, 2 / 200, 3 / 200], rel=1e-2)


def test_who_comes_later_than_its_turn_does_not_wait(throttle: Throttle, time: Time) -> None:
    time.now += 1
    enter(throttle, time)
    assert not time.waits


def test_a_refusal_makes_the_throttle_a_fifth_slower(throttle: Throttle, time: Time) -> None:
    throttle.refuse(enter(throttle, time))
    assert throttle.pace == pytest.approx(160, rel=1e-2)


def test_without_refusals_the_pace_doubles_every_ten_seconds(
    throttle: Throttle, time: Time
) -> None:
    time.now += 20
    assert throttle.pace == pytest.approx(800)
    time.now += 20
    assert throttle.pace == 1000


def test_what_gets_through_quickens_the_pace(throttle: Throttle, time: Time) -> None:
    first = enter(throttle, time)
    throttle.refuse(enter(throttle, time))
    throttle.let_through(first)
    assert throttle.pace == pytest.approx(160, rel=1e-2)
    throttle.let_through(enter(throttle, time))
    assert throttle.pace == pytest.approx(161.6, rel=1e-2)


def test_a_few_refusals_at_any_pace_hold_nothing_back(throttle: Throttle, time: Time) -> None:
    for _ in range(20):
        throttle.refuse(enter(throttle, time))
        for _ in range(49):
            throttle.let_through(enter(throttle, time))
    assert throttle.pace == 1000


def test_a_request_that_entered_before_the_last_slowing_tells_nothing_new(
    throttle: Throttle,
    time: Time,
) -> None:
    first, second = enter(throttle, time), enter(throttle, time)
    throttle.refuse(second)
    throttle.refuse(first)
    assert throttle.pace == pytest.approx(160, rel=1e-2)


def test_the_throttle_never_closes(throttle: Throttle, time: Time) -> None:
    for _ in range(60):
        throttle.refuse(enter(throttle, time))
    assert throttle.pace == pytest.approx(10, rel=0.02)
    assert max(time.waits) == pytest.approx(0.1, rel=0.02)


def test_a_minute_after_the_last_refusal_the_throttle_is_forgotten(
    commands: Commands, time: Time
) -> None:
    commands.send(REFUSED)
    time.now += 59
    assert commands.send(DONE) is None
    assert commands.throttles
    time.now += 2
    commands.send(DONE)
    assert not commands.throttles


def test_where_nothing_was_refused_nothing_waits(commands: Commands, time: Time) -> None:
    for _ in range(100):
        assert commands.send(DONE) is None
    assert not time.waits


@pytest.mark.parametrize(
    "answer",
    [
        REFUSED,
        (503, "SlowDown"),
        (503, "RequestLimitExceeded"),
        (429, "Whatever"),
        (429, "CallRateLimitExceededException"),
    ],
)
def test_a_refused_request_is_sent_again_at_its_turn(
    commands: Commands, time: Time, answer: tuple[int, str]
) -> None:
    assert [commands.send(answer) for _ in range(3)] == [0.0, 0.0, 0.0]
    assert commands.throttles.refusals == 3
    assert len(time.waits) == 2


@pytest.mark.parametrize(
    "answer",
    [
        (400, "ValidationException"),
        (400, "LimitExceededException"),
        (429, "LimitExceededException"),
        (429, "ServiceQuotaExceededException"),
        (429, "ConcurrentResourcesLimitExceededException"),
        (400, "TransactionInProgressException"),
        (403, "AccessDeniedException"),
        (500, "InternalFailure"),
        (503, "ServiceUnavailable"),
        None,
    ],
)
def test_nothing_is_learnt_from_other_errors(
    commands: Commands, answer: tuple[int, str] | None
) -> None:
    assert commands.send(answer) is None
    assert not commands.throttles


@pytest.mark.parametrize(
    "other",
    [
        {"service": "logs"},
        {"region": "eu-west-2"},
        {"profile": "other"},
        {"url": "https://two.example/path"},
    ],
)
def test_another_service_region_profile_or_host_is_not_slowed(
    commands: Commands,
    time: Time,
    other: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    configure(monkeypatch, tmp_path, "[profile other]\n")
    commands.send(REFUSED)
    commands.send(DONE, **other)  # type: ignore[arg-type] # each is a str
    assert not time.waits
    commands.send(DONE, url="https://one.example/another")
    assert time.waits


def test_who_signs_instead_of_the_profile_is_not_slowed(commands: Commands, time: Time) -> None:
    under_way = current()
    assert under_way is not None
    commands.send(REFUSED)
    under_way.signer = Keys("AKIA", "secret")
    commands.send(DONE)
    assert not time.waits
    under_way.signer = None
    commands.send(DONE)
    assert time.waits


@pytest.mark.parametrize("name", ["AWS_ACCESS_KEY_ID", "AWS_CONFIG_FILE", "HOME"])
def test_another_environment_is_not_slowed(
    commands: Commands, time: Time, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    commands.send(REFUSED)
    with monkeypatch.context() as other:
        other.setenv(name, "/other")
        commands.send(DONE)
    assert not time.waits
    commands.send(DONE)
    assert time.waits


def configure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    (tmp_path / "config").write_text(text)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))


@pytest.mark.parametrize(
    ("name", "value"),
    [("MAX_ATTEMPTS", "7"), ("RETRY_MODE", "standard"), ("RETRY_MODE", "legacy")],
)
def test_a_retry_setting_in_the_environment_wins(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"AWS_{name}", value)
    assert commands.send(REFUSED) is None
    assert not commands.throttles


@pytest.mark.parametrize("setting", ["max_attempts = 7", "retry_mode = legacy"])
def test_a_retry_setting_in_the_profile_wins(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str
) -> None:
    configure(monkeypatch, tmp_path, f"[profile told]\n{setting}\n[profile other]\n")
    assert commands.send(REFUSED, profile="told") is None
    assert not commands.throttles
    assert commands.send(REFUSED, profile="other") == 0


def test_who_asks_for_adaptive_retries_has_them_counted_but_the_pace_shared(
    commands: Commands, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_RETRY_MODE", "adaptive")
    assert commands.send(REFUSED) is None
    commands.send(DONE)
    assert time.waits


def test_a_request_refused_for_five_minutes_is_left_to_botocore(
    commands: Commands, time: Time
) -> None:
    context: dict[str, Any] = {}
    for _ in range(30):
        assert commands.send(REFUSED, context=context) == 0
        commands.send(DONE)
        time.now += 9.9
    time.now += 9.9
    assert commands.send(REFUSED, context=context) is None
    assert commands.send(REFUSED) == 0


def test_where_nothing_gets_through_for_five_minutes_nothing_waits(
    commands: Commands, time: Time
) -> None:
    while commands.send(REFUSED) == 0:
        pass
    assert 300 < time.now - 1000 < 310
    waits = len(time.waits)
    assert commands.send(DONE) is None
    assert len(time.waits) == waits
    assert commands.send(REFUSED) == 0


def test_when_the_run_ends_a_refusal_is_left_to_botocore(commands: Commands) -> None:
    with calling(invocation(Cancellation(lambda: True))):
        assert commands.send(REFUSED) is None
    assert commands.send(REFUSED) == 0


def test_abandoned_commands_wait_no_longer_and_take_nobodys_turn() -> None:
    time = Time()
    throttles = Throttles(clock=time)
    throttles.refuse("key", 0)
    waiting = Forever()
    with ThreadPoolExecutor(4) as pool:
        entries = [pool.submit(wait_for_turn, throttles, "key", waiting) for _ in range(4)]
        for _ in entries:
            waiting.waited_for.acquire()
        waiting.abandon()
        assert [entry.result() for entry in entries] == [1000] * 4
    time.now += 1
    assert throttles.turn("key", "another") == 0


def test_each_waits_for_those_that_came_before(throttle: Throttle, time: Time) -> None:
    assert [throttle.turn(name) * 200 for name in "abc"] == pytest.approx([1, 2, 2])
    time.now += 1 / 200
    assert throttle.turn("d") * 200 == pytest.approx(2)
    assert [throttle.turn(name) * 200 for name in "abcd"] == pytest.approx([0, 1, 2, 2], rel=0.01)


def test_a_turn_that_nobody_comes_for_goes_to_who_asks(throttle: Throttle, time: Time) -> None:
    throttle.turn("late")
    throttle.turn("next")
    time.now += 3 / 200
    assert throttle.turn("next") == 0
    assert throttle.turn("late") * 200 == pytest.approx(1, rel=0.01)


def test_who_asks_no_more_is_waited_for_no_longer(throttle: Throttle, time: Time) -> None:
    for number in range(100):
        throttle.turn(number)
    time.now += 0.3
    assert throttle.turn("first of the others") > 0
    time.now += 0.6
    assert throttle.turn("second of the others") == 0


def test_those_that_wait_learn_that_the_pace_has_changed(throttle: Throttle, time: Time) -> None:
    entered = enter(throttle, time)
    for number in range(100):
        throttle.turn(number)
    assert throttle.turn(99) == pytest.approx(0.25, rel=0.01)
    throttle.refuse(entered)
    assert throttle.turn(99) == pytest.approx(0.25 / 0.8, rel=0.01)


class Forever(Cancellation):
    """Of a command whose waiting ends only when it is abandoned."""

    def __init__(self) -> None:
        super().__init__()
        self.waited_for = threading.Semaphore(0)

    def wait(self, seconds: float) -> None:
        del seconds
        self.waited_for.release()
        super().wait(threading.TIMEOUT_MAX)


@pytest.mark.parametrize("refusal", [THROTTLED, (429, b"{}")])
def test_a_command_refused_eight_times_ends_well(
    commands: Commands, recorder: Recorder, refusal: tuple[int, bytes]
) -> None:
    recorder.answer = refusing(8, refusal)
    commands.client("logs", recorder).delete_log_group(logGroupName="g")
    assert len(recorder.requests) == 9


def test_s3_asking_to_slow_down_is_heard(commands: Commands, recorder: Recorder) -> None:
    recorder.answer = refusing(8, SLOW_DOWN, then=b"")
    commands.client("s3", recorder).delete_object(Bucket="b", Key="k")
    assert len(recorder.requests) == 9


def test_commands_side_by_side_all_end_well(commands: Commands, recorder: Recorder) -> None:
    recorder.answer = refusing(100, THROTTLED)
    client = commands.client("logs", recorder)
    with ThreadPoolExecutor(8) as pool:
        for done in [
            pool.submit(copy_context().run, partial(client.delete_log_group, logGroupName="g"))
            for _ in range(40)
        ]:
            done.result()
    assert len(recorder.requests) == 140


def test_a_refusal_that_does_not_pass_ends_in_its_own_error(
    commands: Commands, recorder: Recorder
) -> None:
    recorder.answer = lambda _: THROTTLED
    with pytest.raises(ClientError) as raised:
        commands.client("logs", recorder).delete_log_group(logGroupName="g")
    retries = len(recorder.requests) - 1
    assert retries > 50
    assert str(raised.value) == (
        f"An error occurred (ThrottlingException) when calling the DeleteLogGroup operation "
        f"(reached max retries: {retries}): Rate exceeded"
    )


def test_the_attempts_that_the_user_asked_for_are_made(
    commands: Commands, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    recorder.answer = lambda _: THROTTLED
    with pytest.raises(ClientError):
        commands.client("logs", recorder).delete_log_group(logGroupName="g")
    assert len(recorder.requests) == 1


def test_the_wait_is_over_before_the_request_is_signed(
    commands: Commands, recorder: Recorder, time: Time
) -> None:
    recorder.answer = refusing(1, THROTTLED)
    client = commands.client("logs", recorder)
    signed: list[int] = []
    client.meta.events.register("before-sign", lambda **_: signed.append(len(time.waits)))
    client.delete_log_group(logGroupName="g")
    assert signed == [0, 1]
