"""Command lines held against the AWS CLI's own tables, and the verdicts against the CLI itself."""

import random
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from awscli.alias import AliasLoader
from botocore.session import Session
from jmespath.functions import Functions

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.line_check.cli_catalog import CliCatalog
from awsbatch.aws.version.installed import USAGE_STATUS
from awsbatch.contract.finding import Finding
from awsbatch.contract.word import Data, Hole, HoledWord
from awsbatch.expression.interpreter import JMESPATH_FUNCTIONS
from awsbatch.language.parser import parse_all
from tests.aws.batch import Batch
from tests.aws.recorder import Recorder
from tests.aws_cli import of_version
from tests.language.example import Example, examples
from tests.table import table

# What is found in each line, and by the beginning of their numbers in which versions it is other.
FAULTS = [
    (case["line"], of_version(case, case["findings"]))
    for case in table("aws/line_check/catalog_faults")
]

Words = Sequence[HoledWord]

# Whether these are sent depends on more than the line.
_DEPENDS = re.compile(
    r"<>|file://|https?://|/dev/stdin|nosuch|^--endpoint-url"
    r"|^(s3 |eks |emr |configure |sso login|login|logs tail|ddb )"
)


@pytest.fixture(scope="module")
def catalog() -> Iterator[CliCatalog]:
    with InProcessRunner() as pool:
        yield pool.catalog


def _words(line: str) -> list[HoledWord]:
    """Return the words of a line in which `<>` is a hole."""
    return [
        tuple(Hole() if piece == "<>" else piece for piece in re.split("(<>)", word) if piece)
        for word in shlex.split(line)
    ]


def _check(catalog: CliCatalog, line: str, *ignored: str) -> list[Finding]:
    return catalog.check(_words(line), ignored=ignored)


def _refuses(catalog: CliCatalog, words: Words) -> bool:
    return any(not finding.warning for finding in catalog.check(words))


@pytest.mark.parametrize(
    ("line", "expected"), FAULTS, ids=[line or "nothing" for line, _ in FAULTS]
)
def test_a_line_has_just_these_faults(
    catalog: CliCatalog, line: str, expected: Sequence[Mapping[str, Any]]
) -> None:
    assert _check(catalog, line) == [Finding(**finding) for finding in expected]


# jmespath 1.1 warns of literals that are not JSON, once for each expression that it keeps.
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_the_cli_refuses_what_is_refused_and_sends_the_rest(
    batch: Batch, recorder: Recorder
) -> None:
    for line, findings in FAULTS:
        if _DEPENDS.search(line):
            continue
        refused = any("warning" not in finding for finding in findings)
        status = batch.run(line).exit_status
        assert bool(recorder.requests) is not refused, line
        assert status != 0 or not refused, line
        recorder.requests.clear()


def test_a_placeholder_is_any_value(catalog: CliCatalog) -> None:
    for line in (
        "logs put-retention-policy --log-group-name <> --retention-in-days <>",
        "logs describe-log-groups --limit <> --max-items <> --query <> --output <> --region <>",
        "logs describe-log-groups --limit=<> --query 'logGroups[<>]' --cli-read-timeout <>",
        "ec2 describe-instances --filters <> --instance-ids <>",
        "ec2 describe-instances --filters Name=<>,Values=a,b [<> '{\"Name\": <>'",
        "ssm put-parameter --cli-input-json <>",
        "s3 cp <> s3://backups/<>",
        "sqs send-message --queue-url <> --message-body - --delay-seconds 1<>",
    ):
        assert _check(catalog, line) == []


def test_a_placeholder_that_can_be_a_list_fills_two_places(catalog: CliCatalog) -> None:
    assert _check(catalog, "s3 cp <>") == []
    assert _check(catalog, "configure set <>") == []
    assert _check(catalog, "s3api get-object --bucket b --key k <>") == []


def test_a_command_or_option_that_is_not_known_is_not_judged(catalog: CliCatalog) -> None:
    for line in ("<> x --y", "logs <> --y", "ec2 wait <> --y", "logs delete-log-group --<> x"):
        assert _check(catalog, line) == []


def test_help_and_the_version_are_answers(catalog: CliCatalog) -> None:
    for line in (
        "--version",
        "help",
        "help topics",
        "ec2 help",
        "ec2 describe-instances help",
        "logs delete-log-group help",
        "ec2 wait help",
        "ec2 wait instance-running help",
        "s3 help",
        "s3 cp help",
        "configure",
        "configure set help",
    ):
        assert _check(catalog, line) == []


def test_a_skeleton_needs_no_options(catalog: CliCatalog) -> None:
    assert _check(catalog, "logs delete-log-group --generate-cli-skeleton") == []
    assert _check(catalog, "ec2 run-instances --generate-cli-skeleton input") == []
    assert _check(catalog, "ssm put-parameter --name '' --generate-cli-skeleton") == []
    assert [
        finding.message
        for finding in _check(catalog, "logs delete-log-group --generate-cli-skeleton output")
    ] == ["`logs delete-log-group` needs `--log-group-name`"]


def test_what_makes_options_optional_does_so_for_its_line_only(catalog: CliCatalog) -> None:
    required = "`ssm put-parameter` needs `--name` and `--value`"
    assert _check(catalog, "ssm put-parameter")[0].message == required
    sound = f"--cli-input-json file://{__file__}"
    assert _check(catalog, f"ssm put-parameter {sound}") == []
    assert _check(catalog, "ssm put-parameter")[0].message == required
    waiter = "dynamodb wait table-exists"
    assert _check(catalog, f"{waiter} {sound}") == []
    assert _check(catalog, waiter)[0].message == f"`{waiter}` needs `--table-name`"


def test_options_of_s3_sync_are_there_every_time() -> None:
    for _ in range(2):
        with InProcessRunner() as pool:
            assert _check(pool.catalog, "s3 sync . s3://b --delete --exact-timestamps") == []


@pytest.mark.parametrize(
    ("code", "message", "hint"),
    [
        ("ResourceNotFoundException", None, None),
        ("ResourceNotFound*", None, None),
        ("*Exception", None, None),
        ("ThrottlingException", None, None),
        ("AccessDeniedException", None, None),
        ("EndpointConnectionError", None, None),
        ("404", None, None),
        ("*Waiter*", None, None),
        ("*Connection*", None, None),
        ("ReadTimeout*", None, None),
        ("Timeout", None, None),
        (
            "ResourceNotFound",
            "`logs delete-log-group` does not list the error `ResourceNotFound`",
            "did you mean `ResourceNotFoundException`?",
        ),
        (
            "NoCredentials",
            "`logs delete-log-group` does not list the error `NoCredentials`",
            "did you mean `NoCredentialsError`?",
        ),
        ("NoCredentialsError", None, None),
        ("ProfileNotFound", None, None),
        ("Gone*", "`logs delete-log-group` does not list the error `Gone*`", None),
    ],
)
def test_a_code_to_ignore_is_one_that_the_operation_lists(
    catalog: CliCatalog, code: str, message: str | None, hint: str | None
) -> None:
    found = _check(catalog, "logs delete-log-group --log-group-name g", code)
    expected = [] if message is None else [Finding(1, message, hint, warning=True)]
    assert [Finding(f.word, f.message, hint and f.hint, warning=f.warning) for f in found] == (
        expected
    )


def test_a_model_that_lists_no_errors_says_nothing_of_codes(catalog: CliCatalog) -> None:
    assert _check(catalog, "ec2 delete-vpc --vpc-id v", "InvalidVpcID.NotFound") == []
    assert _check(catalog, "s3api delete-object --bucket b --key k", "NoSuchBucket") == []


@pytest.mark.parametrize("code", ["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"])
def test_codes_from_before_a_model_are_not_in_it(catalog: CliCatalog, code: str) -> None:
    assert _check(catalog, "sqs get-queue-url --queue-name q", code) == []


@pytest.mark.parametrize(
    ("line", "code", "meant"),
    [
        ("s3api head-bucket --bucket b", "NoSuchBuckt", "NoSuchBucket"),
        ("s3api delete-objects --bucket b --delete Objects=[{Key=k}]", "Patrial", "Partial"),
        ("ec2 delete-vpc --vpc-id v", "Timout", "Timeout"),
    ],
)
def test_almost_a_code_is_none_whatever_the_model_lists(
    catalog: CliCatalog, line: str, code: str, meant: str
) -> None:
    (found,) = _check(catalog, line, code)
    assert found.hint == f"did you mean `{meant}`?"


def test_a_waiter_has_an_error_of_its_own(catalog: CliCatalog) -> None:
    line = "lambda wait function-active --function-name f"
    assert _check(catalog, line, "WaiterError", "*Waiter*") == []
    (found,) = _check(catalog, line, "Waiter")
    assert found.hint == "did you mean `WaiterError`?"
    (found,) = _check(catalog, line, "Gone")
    assert found.hint is not None
    assert found.hint.startswith("write `WaiterError`, ")


@pytest.mark.parametrize(
    "waiter", ["ec2 wait vpc-exists --vpc-ids v", "s3api wait bucket-exists --bucket b"]
)
def test_almost_the_error_of_a_waiter_is_no_code_of_any_service(
    catalog: CliCatalog, waiter: str
) -> None:
    assert _check(catalog, waiter, "InvalidVpcID.NotFound", "WaiterError") == []
    (found,) = _check(catalog, waiter, "WaiterEror")
    assert found.hint == "did you mean `WaiterError`?"


@pytest.mark.parametrize(
    ("line", "member"),
    [
        ("ssm delete-parameters --names n", "InvalidParameters"),
        ("ec2 delete-flow-logs --flow-log-ids f", "Unsuccessful"),
        ("s3api delete-objects --bucket b --delete Objects=[{Key=k}]", "Errors"),
    ],
)
def test_a_member_that_holds_failures_is_no_code(
    catalog: CliCatalog, line: str, member: str
) -> None:
    (found,) = _check(catalog, line, member)
    assert found.hint == f"write `Partial`: `{member}` of an answer is no error"


def test_partial_is_a_code_of_operations_whose_answers_may_hold_failures(
    catalog: CliCatalog,
) -> None:
    assert _check(catalog, "ec2 delete-flow-logs --flow-log-ids f", "Partial") == []
    assert _check(catalog, "ssm get-parameters --names n", "Partial") == []
    assert _check(catalog, "ec2 delete-vpc --vpc-id v", "Partial") == [
        Finding(
            1,
            "no answer of `ec2 delete-vpc` is known to hold failures, so that none is `Partial`",
            "delete `Partial`",
            code="Partial",
            warning=True,
        )
    ]
    assert len(_check(catalog, "ec2 wait vpc-exists --vpc-ids v", "Partial")) == 1


def test_both_names_of_an_error_are_known(catalog: CliCatalog) -> None:
    line = "iam delete-user --user-name u"
    assert _check(catalog, line, "NoSuchEntity", "NoSuchEntityException") == []


def test_a_value_of_a_file_is_not_looked_at(catalog: CliCatalog, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("no JSON")
    file = f"{tmp_path}/a.json"
    for value in (f"file://{file}", f"fileb://{file}", f"Name@=file://{file}"):
        assert _check(catalog, f"ec2 describe-instances --filters {value}") == []
    assert _check(catalog, f"s3api put-object --bucket b --key k --body {file}") == []
    assert _check(catalog, f"s3 cp {file} s3://b") == []


def test_a_file_is_looked_for_where_the_cli_looks_for_it(
    catalog: CliCatalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_text("{}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FOLDER", str(tmp_path))
    for path in ("~/a.json", "$FOLDER/a.json"):
        assert _check(catalog, f"ssm put-parameter --cli-input-json 'file://{path}'") == []


def test_an_endpoint_of_its_own_may_have_any_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with InProcessRunner() as pool:
        assert _check(pool.catalog, "s3 ls --region garage-1") == []


def test_no_region_that_botocore_knows_is_strange(catalog: CliCatalog) -> None:
    session = Session()
    regions = {
        region
        for partition in session.get_available_partitions()
        for service in ("ec2", "s3", "iam", "sts", "cloudfront")
        for region in session.get_available_regions(
            service, partition_name=partition, allow_non_regional=True
        )
    }
    assert len(regions) > 50
    for region in sorted(regions):
        assert _check(catalog, f"sts get-caller-identity --region {region}") == [], region


def test_the_functions_of_a_query_are_those_of_jmespath() -> None:
    assert sorted(JMESPATH_FUNCTIONS) == sorted(Functions.FUNCTION_TABLE)


def test_the_sandbox_has_the_same_catalog() -> None:
    with InProcessRunner(sandbox="http://127.0.0.1:1") as pool:
        assert _check(pool.catalog, "logs describe-log-groups --profile nobody") == []
        assert _check(pool.catalog, "logs describe-log-group")[0].hint == (
            "did you mean `describe-log-groups`?"
        )


def test_no_profile_region_or_credentials_are_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    (tmp_path / "config").write_text(
        f"[default]\ncredential_process = touch {trace}\n[profile emr]\nemr =\n  service_role = r\n"
    )
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    for profile in ("nobody", None):
        if profile is not None:
            monkeypatch.setenv("AWS_PROFILE", profile)
        else:
            monkeypatch.delenv("AWS_PROFILE")
        with InProcessRunner() as pool:
            for line in (
                "logs describe-log-groups",
                "rds describe-db-instances",
                "health describe-events",
                "emr list-clusters",
                "emr create-cluster --release-label r",
                "eks update-kubeconfig --name n",
                "ec2 wait instance-running",
                "s3 ls",
            ):
                assert _check(pool.catalog, line) == []
    assert not trace.exists()


def test_a_profile_can_turn_validation_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("[profile lax]\nparameter_validation = false\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    with InProcessRunner() as pool:
        assert _check(pool.catalog, "logs describe-log-groups --limit 0 --profile lax") == []
        assert _check(pool.catalog, "logs describe-log-groups --limit x --profile lax") != []


def test_a_plugin_may_change_any_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "plugin_of_the_test.py").write_text("def awscli_initialize(event_handlers): ...\n")
    (tmp_path / "config").write_text("[plugins]\nours = plugin_of_the_test\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    with InProcessRunner() as pool:
        assert _check(pool.catalog, "logs delete-log-group --log-group g --more") == []
        assert _check(pool.catalog, "logs delete-loggroup")[0].word == 1


def test_an_alias_is_what_it_stands_for(tmp_path: Path) -> None:
    alias = tmp_path / "alias"
    alias.write_text(
        "[toplevel]\n"
        "groups = logs describe-log-groups\n"
        "logs = logs --region eu-west-1\n"
        "who = !echo me\n"
        "broken = logs 'x\n"
    )
    with InProcessRunner() as pool:
        driver = pool.catalog.driver
        driver.alias_loader = AliasLoader(str(alias))
        driver.add_aliases(driver.make_parser())
        assert _check(pool.catalog, "groups --limit 5") == []
        assert _check(pool.catalog, "groups --limit five")[0].message == (
            "`--limit` takes an integer, found `five`"
        )
        assert _check(pool.catalog, "logs delete-log-group")[0].message == (
            "`logs delete-log-group` needs `--log-group-name`"
        )
        assert _check(pool.catalog, "who ever --it is") == []
        assert _check(pool.catalog, "broken --it is") == []


def test_the_catalog_follows_the_configuration(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    config.write_text("")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    with InProcessRunner() as pool:
        first = pool.catalog
        assert pool.catalog is first
        config.write_text("[default]\nregion = eu-west-1\n")
        assert pool.catalog is not first


def test_a_check_leaves_the_commands_as_they_were(batch: Batch, recorder: Recorder) -> None:
    lines = [
        "logs describe-log-groups --no-paginate --max-items 5",
        'ssm put-parameter --cli-input-json \'{"Name": "n"}\'',
        "s3 sync . s3://backups --delete",
        "rds describe-db-instances --region us-east-1",
        "logs describe-log-groups --no-sign-request",
    ]
    for line in lines * 2:
        batch.pool.catalog.check(_words(line))
    assert batch.run("ssm put-parameter --value v").exit_status == USAGE_STATUS
    assert batch.run("logs describe-log-groups --max-items 5").exit_status == 0
    batch.run("rds describe-db-instances")
    assert [request.key for request in recorder.requests] == ["KEYENV", "KEYENV"]


def _lines() -> Iterator[tuple[Example, list[str]]]:
    for example in examples():
        with suppress(ValueError):  # an unclosed quote
            yield example, example.words()[1:]


def _literal(words: Sequence[str]) -> list[HoledWord]:
    return [(word,) if word else () for word in words]


def _run(batch: Batch, words: Sequence[str]) -> int:
    return batch.run([(word,) if word else () for word in words]).exit_status


@pytest.mark.law
def test_the_cli_refuses_every_example_that_is_refused(
    catalog: CliCatalog,
    batch: Batch,
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = [(e, words) for e, words in _lines() if _refuses(catalog, _literal(words))]
    sent = []
    for example, words in refused:
        if _run(batch, words) == 0 or recorder.requests:
            sent.append(example.where)
        recorder.requests.clear()
    assert sent == []
    assert 250 < len(refused) < 350


def test_an_example_stays_good_when_a_placeholder_hides_a_value(catalog: CliCatalog) -> None:
    chance = random.Random(1)  # noqa: S311 (any examples will do)
    lines = [words for _, words in _lines() if len(words) > 2]
    for words in chance.sample(lines, 700):
        if _refuses(catalog, _literal(words)):
            continue
        hidden = _literal(words)
        at = chance.randrange(2, len(words))
        if not words[at].startswith("-"):
            hidden[at] = (Hole(),) if chance.random() < 0.7 else (words[at][:1], Hole())
        assert not _refuses(catalog, hidden), hidden


def test_a_fault_in_an_example_is_found(catalog: CliCatalog) -> None:
    chance = random.Random(2)  # noqa: S311 (any examples will do)
    lines = [words for _, words in _lines() if len(words) > 3 and words[2][:2] == "--"]
    for words in chance.sample(lines, 300):
        if _refuses(catalog, _literal(words)):
            continue
        for at in range(3):
            faulty = [*words[:at], words[at].replace("e", "ee") + "q", *words[at + 1 :]]
            assert _refuses(catalog, _literal(faulty)), faulty


@pytest.mark.parametrize(
    ("line", "takes"),
    [
        ("sqs create-queue --queue-name q --tags note=<>", True),
        ("sqs create-queue --tags=note=<>", True),
        ("sqs create-queue --tag note=<>", True),
        ("ec2 describe-instances --filters Name=a,Values=b Name=c,Values=<>", True),
        ("s3api put-bucket-tagging --bucket b --tagging TagSet=[{Key=a,Value=<>}]", True),
        ("s3 cp a s3://b/c --metadata a=<>", True),
        ("cloudformation deploy --stack-name s --parameter-overrides A=b C=<>", True),
        ("s3api list-objects-v2 --bucket b --prefix dt=<>", False),
        ("sqs get-queue-attributes --queue-url u --attribute-names a=<>", False),
        ("s3 ls dt=<>", False),
        ("logs tag-log-group --log-group-name g --tags a=b --query x=<>", False),
    ],
)
def test_an_option_takes_pairs_or_not(catalog: CliCatalog, line: str, takes: bool) -> None:  # noqa: FBT001 (of the table)
    assert catalog.takes_pairs(_words(line)) is takes


@pytest.mark.parametrize(
    ("line", "takes"),
    [
        ("ec2 run-instances --image-id <>", True),
        ("--region eu-west-1 ec2 run-instances --image-id <> --client-token t", True),
        ("logs delete-log-group --log-group-name <>", False),
        ("ec2 wait instance-running", None),
        ("s3 mb s3://bucket", None),
        ("cloudformation deploy --stack-name <>", None),
        ("nothing that-is --a-command", None),
        ("ec2", None),
    ],
)
def test_an_operation_takes_a_token_or_not(
    catalog: CliCatalog,
    line: str,
    takes: bool | None,  # noqa: FBT001 (of the table)
) -> None:
    words = [
        tuple(Data("x") if isinstance(piece, Hole) else piece for piece in word)
        for word in _words(line)
    ]
    assert catalog.takes_token(words) is takes


def test_no_service_is_taken_for_a_mistyped_statement(catalog: CliCatalog) -> None:
    text = "".join(f"{name} an-operation\n" for name in catalog.driver.commands if name != "help")
    assert parse_all(text, "f.aws")[1] == ()
