"""What one command leaves behind must not reach the next."""

import json
import logging
import os
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from awscli.argparser import ServiceArgParser
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws import config_generation as generation
from awsbatch.aws.botocore_events import emitter_of
from awsbatch.aws.fast_path.operation_name import OperationParser
from tests.aws.batch import Batch, fresh
from tests.aws.recorder import Recorded, Recorder
from tests.aws_cli import CLIENT_ERROR, USAGE_ERROR, by_version, only_v1
from tests.law.fresh_process import fresh_copy

SEED = b"""<CreateVirtualMFADeviceResponse><CreateVirtualMFADeviceResult><VirtualMFADevice>
<SerialNumber>s</SerialNumber><QRCodePNG>c2VlZA==</QRCodePNG><Base32StringSeed>c2VlZA==</Base32StringSeed>
</VirtualMFADevice></CreateVirtualMFADeviceResult></CreateVirtualMFADeviceResponse>"""
PLUGIN = """
profile = None

def awscli_initialize(cli):
    def note(parsed_args, **_):
        state["profile"] = parsed_args.profile

    def send(params, **_):
        params["body"] = b'{"logGroupName": "%s"}' % state["profile"].encode()

    state = {}
    cli.register("top-level-args-parsed", note)
    cli.register("before-call.cloudwatch-logs", send)
"""
DELETE = "logs delete-log-group --log-group-name g"


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


def signed(recorder: Recorder) -> list[tuple[str | None, str | None]]:
    return [(request.key, request.region) for request in recorder.requests]


def test_every_line_is_signed_with_its_own_profile_and_region(
    batch: Batch, recorder: Recorder
) -> None:
    expected = []
    for number in range(60):
        profile = ("one", "two")[number % 2]
        region = ("us-east-1", "ap-south-1", "sa-east-1")[number % 3]
        expected.append((f"KEY{profile.upper()}", region))
        assert batch.run(f"{DELETE} --profile {profile} --region {region}").exit_status == 0
    assert signed(recorder) == expected


def test_a_profile_and_a_region_end_with_their_line(batch: Batch, recorder: Recorder) -> None:
    batch.run(f"{DELETE} --profile one")
    batch.run(f"{DELETE} --region ap-south-1")
    batch.run(f"--profile two {DELETE}")
    batch.run(DELETE)
    assert signed(recorder) == [
        ("KEYONE", "us-west-2"),
        ("KEYENV", "ap-south-1"),
        ("KEYTWO", "us-west-2"),
        ("KEYENV", "us-west-2"),
    ]


def test_an_unknown_profile_fails_its_own_line_only(batch: Batch, recorder: Recorder) -> None:
    batch.run(f"{DELETE} --profile one")
    failed = batch.run(f"{DELETE} --profile nobody")
    batch.run(f"{DELETE} --profile one")
    batch.run(DELETE)
    assert failed.exit_status == 255
    assert failed.stderr.endswith("The config profile (nobody) could not be found\n")
    assert [key for key, _ in signed(recorder)] == ["KEYONE", "KEYONE", "KEYENV"]


def test_an_unsigned_line_leaves_later_lines_signed(batch: Batch, recorder: Recorder) -> None:
    batch.run(DELETE)
    batch.run(f"{DELETE} --no-sign-request")
    batch.run(DELETE)
    assert [key for key, _ in signed(recorder)] == ["KEYENV", None, "KEYENV"]


def test_configure_set_reaches_the_next_line(
    batch: Batch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    for region in ("us-east-1", "us-east-2", "us-west-1"):
        batch.run(f"configure set region {region} --profile two")
        batch.run(f"{DELETE} --profile two")
    assert [region for _, region in signed(recorder)] == ["us-east-1", "us-east-2", "us-west-1"]


def test_credentials_rotated_by_another_process_reach_the_next_line(
    batch: Batch, recorder: Recorder
) -> None:
    config = Path(os.environ["AWS_CONFIG_FILE"])
    for key in ("KEYAAA", "KEYBBB", "KEYCCC"):
        text = config.read_text()
        config.write_text(text.replace(text.split("key_id = ")[1].split("\n")[0], key, 1))
        batch.run(f"{DELETE} --profile one")
    assert [key for key, _ in signed(recorder)] == ["KEYAAA", "KEYBBB", "KEYCCC"]


def test_credentials_are_resolved_once_for_a_profile(
    batch: Batch, recorder: Recorder, tmp_path: Path
) -> None:
    script = tmp_path / "credentials.sh"
    script.write_text(
        f"echo called >>{tmp_path}/calls\n"
        """echo '{"Version": 1, "AccessKeyId": "KEYPROC", "SecretAccessKey": "s"}'\n"""
    )
    config = Path(os.environ["AWS_CONFIG_FILE"])
    config.write_text(f"[profile process]\ncredential_process = sh {script}\n")
    for line in (DELETE, f"{DELETE} --region eu-west-1", "s3 ls", "sts get-caller-identity"):
        batch.run(f"{line} --profile process")
    assert (tmp_path / "calls").read_text() == "called\n"
    assert {key for key, _ in signed(recorder)} == {"KEYPROC"}


def test_input_from_json_leaves_required_options_required(batch: Batch, recorder: Recorder) -> None:
    for excuse in ("--generate-cli-skeleton", """--cli-input-json '{"logGroupName": "g"}'"""):
        assert batch.run(f"logs delete-log-group {excuse}").exit_status == 0
        assert batch.run("logs delete-log-group").exit_status == USAGE_ERROR
        assert batch.run("logs delete-log-stream --log-group-name g").exit_status == USAGE_ERROR
    assert len(recorder.requests) == 1


def test_a_sample_of_the_output_is_not_the_next_answer(batch: Batch, recorder: Recorder) -> None:
    batch.run("logs describe-log-groups")
    batch.run("logs describe-log-groups --generate-cli-skeleton output")
    batch.run("logs describe-log-groups")
    assert len(recorder.requests) == 2


def test_turning_pagination_off_ends_with_its_line(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = lambda r: (
        200,
        b'{"logGroups": [], "nextToken": "t"}' if b"nextToken" not in r.body else b"{}",
    )
    line = "logs describe-log-groups"
    batch.run(line)
    batch.run(f"{line} --no-paginate")
    batch.run(line)
    assert len(recorder.requests) == 5


def test_debug_ends_with_its_line(batch: Batch) -> None:
    def levels() -> list[tuple[int, int]]:
        names = ("", "awscli", "botocore", "s3transfer", "urllib3")
        loggers = [logging.getLogger(name) for name in names]
        return [(logger.level, len(logger.handlers)) for logger in loggers]

    before = levels()
    assert "CLI version: aws-cli/" in batch.run(f"{DELETE} --debug").stderr
    assert levels() == before
    assert batch.run(DELETE).stderr == ""


def test_nothing_grows_from_line_to_line(batch: Batch) -> None:
    line = "s3api get-object --bucket b --key k /dev/null"
    for _ in range(3):
        batch.run(DELETE)
        batch.run(line)
    counts = _handler_counts(batch)
    for _ in range(50):
        batch.run(DELETE)
        batch.run(line)
    assert _handler_counts(batch) == counts


def _handler_counts(batch: Batch) -> list[int]:
    generation = batch.pool._generation.get()
    emitters = [driver.session.emitter for driver in generation.idle]
    emitters += [emitter_of(client) for client in generation.shared.clients]
    loggers = [len(logging.getLogger(name).handlers) for name in ("awscli", "botocore")]
    return [*(_handlers(emitter._handlers._root) for emitter in emitters), *loggers]


def _handlers(node: dict[str, object]) -> int:
    values = node["values"] or ()
    children = node["children"]
    assert isinstance(values, tuple)
    assert isinstance(children, dict)
    return sum(map(len, values)) + sum(_handlers(child) for child in children.values())


def test_an_output_file_belongs_to_its_line(
    batch: Batch, recorder: Recorder, tmp_path: Path
) -> None:
    recorder.answer = lambda r: (200, r.path.encode())
    for name in ("first", "second"):
        batch.run(f"s3api get-object --bucket b --key {name} {tmp_path}/{name}")
    assert (tmp_path / "first").read_text() == "/b/first"
    assert (tmp_path / "second").read_text() == "/b/second"
    assert len({request.connection for request in recorder.requests}) == 1


def test_where_a_bucket_was_found_is_forgotten_after_each_line(
    batch: Batch, recorder: Recorder
) -> None:
    moved = b"<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>"
    recorder.answer = lambda r: (
        (400, moved) if (r.method, r.region) == ("GET", "us-east-1") else (200, b"")
    )
    lines = [
        f"s3api {what} --bucket b --region us-east-1"
        for what in ("get-bucket-tagging", "create-bucket")
    ]
    assert [batch.run(line).exit_status for line in lines] == [0, 0]
    assert [(r.method, r.region) for r in recorder.requests] == [
        ("GET", "us-east-1"),
        ("GET", "eu-west-1"),
        ("PUT", "us-east-1"),
    ]


@pytest.mark.usefixtures("recorder")
def test_what_was_made_of_an_earlier_configuration_is_let_go(batch: Batch) -> None:
    batch.run(DELETE)
    assert batch.pool._generation.last is not None
    before = weakref.ref(batch.pool._generation.last.shared)
    batch.run("configure set region eu-west-1 --profile one")
    batch.run(DELETE)
    assert before() is None


def test_connections_beyond_the_bound_are_closed(batch: Batch, recorder: Recorder) -> None:
    batch.pool._connections.most = 2
    for endpoint in ("one", "two", "three", "three", "one"):
        batch.run(f"{DELETE} --endpoint-url {recorder.url}/{endpoint}")
    assert len(batch.pool._connections._endpoints) == 2
    assert len(recorder.requests) == 5
    assert batch.pool.connections == 4


@only_v1
def test_sqs_goes_to_its_old_host_name_in_every_region(
    batch: Batch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder.answer = lambda _: (503, b"")
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    monkeypatch.setenv("HTTPS_PROXY", recorder.url)
    for region in ("us-east-1", "eu-west-1", "us-east-1"):
        batch.run(f"sqs list-queues --region {region}")
    assert [request.path for request in recorder.requests] == [
        "queue.amazonaws.com:443",
        "eu-west-1.queue.amazonaws.com:443",
        "queue.amazonaws.com:443",
    ]


@pytest.mark.parametrize(
    "last",
    [DELETE, f"{DELETE} --profile one", "s3api list-buckets", "logs describe-log-groups"],
)
def test_a_request_is_the_one_a_fresh_aws_sends(
    batch: Batch, recorder: Recorder, last: str
) -> None:
    for line in (
        f"{DELETE} --profile one --region eu-west-1",
        f"{DELETE} --no-sign-request --cli-read-timeout 5",
        "s3 ls",
        "logs delete-log-group",
        "logs describe-log-groups --no-paginate",
    ):
        batch.run(line)
    recorder.requests.clear()
    ours, theirs = batch.run(last), fresh_copy(last)
    mine, its = recorder.requests
    assert ours == theirs
    assert _sent(mine) == _sent(its)


def _sent(request: Recorded) -> tuple[object, ...]:
    signed = (request.key, request.region, request.target, request.features)
    return (request.method, request.path, request.body, *signed)


@given(
    args=st.lists(
        st.one_of(
            st.sampled_from(["--log-group-name", "-x", "--a=b", "help", "", "a b", "-1", "logs"]),
            st.text(max_size=3),
        )
    )
)
def test_a_kept_service_parser_leaves_what_the_clis_own_leaves(args: list[str]) -> None:
    table = {"delete-log-group": None, "describe-log-groups": None}
    words = ["delete-log-group", *args]
    own = ServiceArgParser(table, "logs")
    assert OperationParser(own, table).parse_known_args(words) == own.parse_known_args(words)


def test_keys_in_the_environment_and_a_named_profile_are_told_apart(
    batch: Batch, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "one")
    for line in (DELETE, f"{DELETE} --profile one", DELETE):
        batch.run(line)
    assert [key for key, _ in signed(recorder)] == ["KEYENV", "KEYONE", "KEYENV"]


def test_a_file_to_write_belongs_to_its_line_whatever_became_of_its_driver(
    batch: Batch, recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder.answer = lambda _: (200, SEED)
    device = (
        "iam create-virtual-mfa-device --virtual-mfa-device-name n --bootstrap-method QRCodePNG"
    )
    monkeypatch.setattr(generation, "MOST_DRIVERS", 2)
    monkeypatch.setattr(generation, "_MOST_DRIVERS_A_JOB", 1)
    regions = ("us-east-1", "eu-west-1", "ap-south-1", "us-east-1")
    for number, region in enumerate(regions):
        file = tmp_path / str(number)
        assert (
            batch.run(
                f"{device} --bootstrap-method QRCodePNG --outfile {file} --region {region}"
            ).exit_status
            == 0
        )
        assert file.read_bytes() == b"seed"
        file.unlink()
    assert list(tmp_path.glob("[0-9]*")) == []


def test_a_plugin_acts_as_in_a_process_of_its_own(
    batch: Batch, recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a_plugin.py").write_text(PLUGIN)
    monkeypatch.syspath_prepend(tmp_path)
    config = Path(os.environ["AWS_CONFIG_FILE"])
    folder = by_version("", f"cli_legacy_plugin_path = {tmp_path}\n")
    config.write_text(f"{config.read_text()}[plugins]\n{folder}mine = a_plugin\n")
    for profile in ("one", "two", "one"):
        batch.run(f"{DELETE} --profile {profile}")
    sent = [request.parameters["logGroupName"] for request in recorder.requests]
    assert sent == ["one", "two", "one"]


def test_credentials_that_could_not_be_had_are_asked_for_anew(
    batch: Batch, recorder: Recorder
) -> None:
    config = Path(os.environ["AWS_CONFIG_FILE"])
    role = "[profile role]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = one\n"
    config.write_text(f"{config.read_text()}{role}")
    recorder.answer = lambda _: (403, b"<ErrorResponse/>")
    for region in ("ap-east-1", "us-east-1"):
        assert batch.run(f"{DELETE} --profile role --region {region}").exit_status == CLIENT_ERROR
    assert [region for _, region in signed(recorder)] == ["ap-east-1", "us-east-1"]


def test_a_new_service_model_reaches_the_next_line(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    model = {
        "version": "2.0",
        "metadata": {
            "apiVersion": "2026-01-01",
            "endpointPrefix": "zed",
            "protocol": "json",
            "jsonVersion": "1.1",
            "serviceId": "Zed",
            "signatureVersion": "v4",
            "targetPrefix": "Zed",
        },
        "operations": {"DoIt": {"name": "DoIt", "http": {"method": "POST", "requestUri": "/"}}},
        "shapes": {},
    }
    (tmp_path / "zed.json").write_text(json.dumps(model))
    monkeypatch.setenv("HOME", str(tmp_path))
    lines = [DELETE, f"configure add-model --service-model file://{tmp_path}/zed.json", "zed do-it"]
    code = (
        "import sys\n"
        "from awsbatch.aws.in_process_runner import InProcessRunner\n"
        "from tests.aws.batch import Batch\n"
        "with InProcessRunner() as pool:\n"
        "    print([Batch(pool).run(line).exit_status for line in sys.argv[1:]])\n"
    )
    # botocore finds the user's models by the home of when it is imported.
    done = subprocess.run(
        [sys.executable, "-c", code, *lines], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[0, 0, 0]\n"
    assert recorder.requests[-1].target == "Zed.DoIt"


_LOOKING = """
from awscli.arguments import CustomArgument

def awscli_initialize(cli):
    def add(argument_table, **_):
        argument_table["tags"] = CustomArgument("tags", nargs="+")

    def look(parsed_args, **_):
        print(parsed_args.query, parsed_args.tags)
        parsed_args.query = "logGroups[].arn"

    cli.register("building-top-level-params", add)
    cli.register_first("top-level-args-parsed", look)
"""


def test_a_plugin_has_the_global_options_as_they_were_given(
    batch: Batch, recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder.answer = lambda _: (200, b'{"logGroups": [{"arn": "a", "logGroupName": "n"}]}')
    (tmp_path / "looking.py").write_text(_LOOKING)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Path(os.environ["AWS_CONFIG_FILE"]).open("a") as config:
        config.write("[plugins]\nlooking = looking\n")
    line = "logs describe-log-groups --query logGroups[].logGroupName --tags a b"
    for _ in range(2):
        assert batch.run(line) == fresh(line)


def test_a_log_has_the_arguments_that_are_not_given(batch: Batch) -> None:
    service = by_version("cloudwatch-logs", "logs")
    called = f"Event load-cli-arg.{service}.delete-log-group.cli-input-json: calling handler"
    assert called in batch.run(f"{DELETE} --debug").stderr
