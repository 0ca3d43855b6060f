"""Lines checked by their kind, held against the same lines checked whole."""

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.line_check.cli_catalog import CliCatalog
from awsbatch.aws.line_check.kind.line_kind import Check, LineKinds
from awsbatch.aws.line_check.kind.slot import Slot
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord
from awsbatch.contract.finding import Finding
from awsbatch.contract.word import Hole, HoledWord

LINES = (
    "logs put-retention-policy --log-group-name a --retention-in-days 7",
    "logs describe-log-groups --limit 5 --max-items 9 --page-size 3 --log-group-name-prefix a",
    "logs put-log-events --log-group-name a --log-stream-name b --log-events timestamp=1,message=x",
    "ec2 run-instances --image-id ami-1 --count 1 --instance-type t3.nano --subnet-id subnet-1",
    "ec2 authorize-security-group-ingress --group-id sg-1 --port 22 --protocol tcp --cidr 0.0.0.0",
    "ec2 modify-instance-attribute --instance-id i-1 --ebs-optimized --attribute kernel --value a",
    "ec2 describe-instances --filters Name=a,Values=b --instance-ids i-1 --max-items 3 --dry-run",
    "ec2 wait instance-running --instance-ids i-1 --filters Name=a,Values=b",
    """dynamodb put-item --table-name t --item '{"id": {"S": "1"}}' --return-values NONE""",
    "dynamodb query --table-name t --limit 1 --select COUNT --key-condition-expression a=:b",
    "cloudwatch put-metric-data --namespace a --metric-name m --value 1 --timestamp 2026-01-01",
    "cloudwatch put-metric-data --namespace a --metric-data MetricName=m,Value=1",
    "cloudwatch get-metric-data --metric-data-queries Id=a --start-time 1 --end-time 2026-01-01",
    "s3api put-object --bucket bucket-1 --key k --body here --acl private --metadata a=b",
    "s3api list-objects-v2 --bucket bucket-1 --prefix a/b --max-items 5 --page-size 1",
    "sqs send-message --queue-url https://a.b/1/q --message-body 'a b' --delay-seconds 0",
    "ssm put-parameter --name a --value b --type String --overwrite --tags Key=a,Value=b",
    "iam create-role --role-name a --assume-role-policy-document '{}' --tags Key=a,Value=b",
    """iam create-user --cli-input-json '{"UserName": "a"}'""",
    "kinesis list-streams --exclusive-start-stream-name a --limit 5",
    "lambda invoke --function-name f --payload '{}' --log-type Tail out.json",
    "kinesis put-record --stream-name s --partition-key k --data abcd",
    "lambda add-permission --function-name f --statement-id s --action a --principal p",
    "cloudformation deploy --template-file here --stack-name s --parameter-overrides a=b c=d",
    "elb remove-tags --load-balancer-names a --tags a b",
    "s3 cp here s3://b/k --acl private --expires 2026-01-01 --exclude x",
    "s3 rm s3://b/k --recursive --exclude x",
    "s3 sync s3://b/k s3://c/k --delete --storage-class GLACIER",
    "sts get-caller-identity",
    "sts get-callr-identity --no-such a",
)
ADDED = st.sampled_from(
    [
        *("region", "query", "output", "profile", "endpoint-url", "cli-read-timeout", "debug"),
        *("no-paginate", "no-sign-request", "generate-cli-skeleton", "no-such", "tags", "name"),
    ]
)
PLAIN = st.from_regex(r"\A[a-z][a-z0-9-]{0,30}\Z")
TEXTS = (
    *("", "0", "00", "3.5", "-1", "-x", "--dry-run", "-", "--", "help", "a b", " ", "=", "a=b"),
    *("json", "jsn", "text", "true", "false", "us-east-1", "us-esat-1", "not a region", "eu"),
    *('{"id": {"S": "1"}}', '{"id": 1}', "{", "{'a': 1}", "[1]", "[", '["a"]', "[]", " [a"),
    *("Key=a,Value=b", "Key=a", "Name=x,Values=y,z", "a,b", "timestamp=1,message=x", "Key:a"),
    *("2026-01-01", "2026-01-01T00:00:00Z", "yesterday", "1700000000", "logGroups[0]", "a =="),
    *("file://nosuch", "file://here", "fileb://here", "https://a.b/c", "http://x", "ftp://x"),
    *("a@=file://nosuch", "here", "nosuch/here", "s3://b/k", "s3://b/*", "s3://", "./here"),
    *("<>", "<>", "a<>", "a/<>", "x<>y=<>", "é" * 3, "x" * 1500, "\\", "'", '"', "Ab_C.d:e/f"),
    *("10-20", "tcp", "ALL_OLD", "SECURE", "sg-1", "arn:aws:s3:::x"),
)
VALUES = st.one_of(PLAIN, st.integers(-2, 3000).map(str), st.sampled_from(TEXTS))

Form: TypeAlias = tuple[str, list[str], bool]
"""An option as the lines write it, its usual values, and whether `=` joins them."""


@st.composite
def _lines(draw: st.DrawFn) -> list[tuple[list[str], tuple[str, ...]]]:
    """Return lines with the same options and other values, and the codes that they ignore."""
    names, forms = _parts(shlex.split(draw(st.sampled_from(LINES))))
    some = st.builds(lambda name, value: (f"--{name}", [value], False), ADDED, VALUES)
    for change in draw(st.lists(st.sampled_from(["add", "remove", "shorten", "double", "join"]))):
        at = draw(st.integers(0, 9)) % (len(forms) or 1)
        name, values, joined = forms[at] if forms else draw(some)
        match change:
            case "add":
                forms.insert(at, draw(some))
            case "remove":
                del forms[at : at + 1]
            case "shorten":
                forms[at : at + 1] = [(name[: draw(st.integers(3, 30))], values, joined)]
            case "double":
                forms.insert(at, (name, values, joined))
            case _:
                forms[at : at + 1] = [(name, values, True)]
    before = draw(st.sampled_from([[], [], [], ["--region", "us-east-1"], ["--profile", "p"]]))
    ignored = draw(st.sampled_from([(), (), ("ResourceNotFoundException",), ("Nosuch",)]))
    return [
        ([*before, *_line(draw, names, forms)], ignored) for _ in range(draw(st.integers(3, 9)))
    ]


def _parts(words: Sequence[str]) -> tuple[list[str], list[Form]]:
    """Return the words of a line before its first option, and its options."""
    names, forms = list[str](), list[Form]()
    for word in words:
        if word[:2] == "--":
            forms.append((word, [], False))
        else:
            (forms[-1][1] if forms else names).append(word)
    return names, forms


def _line(draw: st.DrawFn, names: Sequence[str], forms: Sequence[Form]) -> Iterator[str]:
    for name in names:
        yield _value(draw, name) if "/" in name else name
    for name, usual, joined in forms:
        values = [_value(draw, value) for value in usual]
        yield f"{name}={values.pop(0)}" if joined and values else name
        yield from values


def _value(draw: st.DrawFn, usual: str) -> str:
    # Most lines of a file are sound.
    return draw(st.sampled_from([usual] * 8 + [draw(PLAIN), draw(VALUES)]))


def _words(texts: Sequence[str]) -> list[HoledWord]:
    return [
        tuple(Hole() if piece == "<>" else piece for piece in re.split("(<>)", text) if piece)
        for text in texts
    ]


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CliCatalog, CliCatalog]]:
    """Return a catalog, and one that checks each line whole."""
    folder = tmp_path_factory.mktemp("files")
    (folder / "here").touch()
    with (
        pytest.MonkeyPatch.context() as patch,
        InProcessRunner() as runner,
        InProcessRunner(verbatim=True) as verbatim,
    ):
        patch.chdir(folder)
        yield runner.catalog, verbatim.catalog


# Without shrinking, which takes minutes: the words are shown, and tell enough.
@settings(
    max_examples=100,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(lines=_lines())
def test_a_line_has_the_faults_that_it_has_alone(
    catalogs: tuple[CliCatalog, CliCatalog], lines: list[tuple[list[str], tuple[str, ...]]]
) -> None:
    known, whole = catalogs

    for texts, ignored in lines:
        words = _words(texts)
        assert known.check(words, ignored=ignored) == whole.check(words, ignored=ignored), texts


@pytest.mark.parametrize(
    ("sound", "faulty"),
    [
        ("logs delete-log-group --log-group-name a{}", "logs delete-log-group --log-group-name ''"),
        ("logs describe-log-groups --limit {}", "logs describe-log-groups --limit many"),
        ("ec2 describe-instances --max-items {}", "ec2 describe-instances --max-items x"),
        ("ssm get-parameter --name https://a/{}", "ssm get-parameter --name file://nosuch"),
        ("s3api head-bucket --bucket bucket-{}", "s3api head-bucket --bucket 'a b'"),
        ("ssm get-parameter --name={}", "ssm get-parameter --name=file://nosuch"),
        ("iam create-user --user-name {} --tags Key=a", "iam create-user --user-name a --tags Key"),
        (
            "sts get-caller-identity --region us-east-{}",
            "sts get-caller-identity --region us-est-1",
        ),
        ("sts get-caller-identity --query a{}", "sts get-caller-identity --query 'a ='"),
        ("s3 rm s3://bucket/a{}", "s3 rm ./bucket/a"),
        ("s3 cp s3://bucket/a{0} ./a{0}", "s3 cp ./nosuch/a s3://bucket/a"),
        ("s3 rm s3://bucket/{} --no-such", "s3 rm s3://bucket/* --no-such"),
        (
            "ec2 wait instance-running --instance-ids i-{}",
            "ec2 wait instance-runing --instance-ids i",
        ),
    ],
)
def test_a_line_like_many_sound_ones_has_its_own_faults(
    catalogs: tuple[CliCatalog, CliCatalog], sound: str, faulty: str
) -> None:
    known, whole = catalogs
    for number in range(1, 6):
        known.check(_words(shlex.split(sound.format(number))))

    found = known.check(_words(shlex.split(faulty)))

    assert found == whole.check(_words(shlex.split(faulty)))
    assert found


def test_a_value_is_judged_that_follows_a_wrong_global_one(
    catalogs: tuple[CliCatalog, CliCatalog],
) -> None:
    known, whole = catalogs
    line = "ec2 run-instances --image-id ami-1 --output no --count={} --subnet-id subnet-1"
    for count in ("no", "neither", "nor", "1"):
        words = _words(shlex.split(line.format(count)))
        assert known.check(words) == whole.check(words)


def test_blobs_that_are_texts_are_alike_and_others_are_not(
    catalogs: tuple[CliCatalog, CliCatalog],
) -> None:
    known, whole = catalogs
    line = "kinesis put-record --stream-name s --partition-key k --data {}"
    for value in ("abcd", "efgh", "ijkl", "mnop", "fileb://here", "hello", "''", "qrst", "<>"):
        words = _words(shlex.split(line.format(value)))
        assert known.check(words) == whole.check(words), value


def _noting(checked: list[Sequence[str]]) -> Check:
    """Return a check that notes the lines, and finds nothing wrong."""

    def check(texts: Sequence[str], _: Sequence[str]) -> list[Finding]:
        checked.append(texts)
        return []

    return check


def test_a_line_is_checked_whole_until_its_kind_is_known() -> None:
    checked: list[Sequence[str]] = []
    kinds = LineKinds(_noting(checked), lambda _: [])

    for _ in range(5):
        assert kinds.check(["sts", "get-caller-identity"], ()) == []

    assert len(checked) == 2


def test_few_kinds_are_kept() -> None:
    checked: list[Sequence[str]] = []
    kinds = LineKinds(_noting(checked), lambda _: [])
    lines = [["sts", f"operation-{number}"] for number in range(1000)]

    for _ in range(3):
        for line in lines:
            kinds.check(line, ())

    assert len(checked) == 3000


def test_a_slot_keeps_few_values_and_judges_the_others_anew() -> None:
    judged: list[list[PlaceholderWord]] = []

    def judge(values: list[PlaceholderWord]) -> list[Finding]:
        judged.append(values)
        return []

    slot = Slot([PlaceholderWord("a", 0)], judge)

    for _ in range(2):
        for number in range(1000):
            assert slot.accepts([f"{number}"])

    assert 1000 < len(judged) < 2000
