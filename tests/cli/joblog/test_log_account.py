"""The account of a run with a log: asked for once for each access key, and no part of the run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.cli.main import main
from tests.aws.recorder import Recorded, recording

TWO = """\
aws logs delete-log-group --log-group-name a
aws ssm delete-parameter --name n
"""


class Answering:
    """An AWS that tells the accounts of keys, unless it refuses to."""

    def __init__(self) -> None:
        self.accounts = {"KEYENV": "111122223333"}
        self.asked: list[str | None] = []

    def __call__(self, request: Recorded) -> tuple[int, bytes]:
        if b"GetCallerIdentity" not in request.body:
            return 200, b"{}"
        self.asked.append(request.key)
        account = self.accounts.get(str(request.key))
        if account is None:
            error = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"
            return 403, f"<ErrorResponse>{error}</ErrorResponse>".encode()
        inner = f"<Account>{account}</Account><Arn>a</Arn><UserId>u</UserId>"
        found = f"<GetCallerIdentityResult>{inner}</GetCallerIdentityResult>"
        return 200, f"<GetCallerIdentityResponse>{found}</GetCallerIdentityResponse>".encode()


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Answering]:
    """Provide a folder with a script, keys, and an AWS."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "KEYENV")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    Path("two.aws").write_text(TWO)
    with recording() as recorder:
        recorder.answer = answering = Answering()
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        yield answering


def test_it_is_asked_for_once_and_not_counted(
    answering: Answering, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["--joblog", "log", "two.aws"]) == 0
    assert answering.asked == ["KEYENV"]
    assert "2 succeeded in" in (told := capfd.readouterr().err)
    assert "; 2 requests" in told


def test_without_a_log_nobody_asks(answering: Answering) -> None:
    assert main(["two.aws"]) == 0
    assert answering.asked == []


def test_a_guard_has_asked_for_it_already(answering: Answering) -> None:
    assert main(["--joblog", "log", "--expect-account", "111122223333", "two.aws"]) == 0
    assert answering.asked == ["KEYENV"]


def test_who_does_not_sign_has_none(answering: Answering) -> None:
    Path("two.aws").write_text("defaults --no-sign-request\n" + TWO)
    assert main(["--joblog", "log", "two.aws"]) == 0
    assert answering.asked == []


def resumed(monkeypatch: pytest.MonkeyPatch, key: str) -> int:
    """Run the script, and once more with another key; return what that ends with."""
    assert main(["--joblog", "log", "two.aws"]) == 0
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key)
    return main(["--joblog", "log", "--resume", "two.aws"])


def test_another_key_of_the_same_account_goes_on(
    answering: Answering, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    answering.accounts["OTHER"] = "111122223333"
    assert resumed(monkeypatch, "OTHER") == 0
    assert "2 done before" in capfd.readouterr().err


def test_a_key_of_another_account_does_not(
    answering: Answering, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    answering.accounts["OTHER"] = "444455556666"
    assert resumed(monkeypatch, "OTHER") == 3
    told = capfd.readouterr().err
    assert "is done, with another account, region, endpoint, profile or role" in told


@pytest.mark.parametrize(("key", "status"), [("KEYENV", 0), ("OTHER", 3)])
def test_where_that_is_refused_the_key_stands_for_it(
    answering: Answering, monkeypatch: pytest.MonkeyPatch, key: str, status: int
) -> None:
    answering.accounts.clear()
    assert resumed(monkeypatch, key) == status


def test_each_key_that_a_script_gives_is_asked_for(answering: Answering) -> None:
    answering.accounts["OTHER"] = "444455556666"
    keys = "{AccessKeyId: 'OTHER', SecretAccessKey: 'secret-key', SessionToken: 'session-token'}"
    block = f"c = <<{keys}>>\ndefaults --credentials <<c>>\n"
    Path("two.aws").write_text(TWO + block + TWO)
    assert main(["--joblog", "log", "two.aws"]) == 0
    assert answering.asked == ["KEYENV", "OTHER"]


def test_a_configuration_that_changes_in_mid_run_counts_from_then_on(
    answering: Answering, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(Path("config").resolve()))
    line = "aws logs delete-log-group --log-group-name a\n"
    answering.accounts["KEYENV"] = "444455556666"
    settings = "".join(f"aws configure set region {region}\n{line}" for region in ("r-1", "r-2"))
    Path("two.aws").write_text(settings)
    assert main(["--joblog", "log", "two.aws"]) == 0
    rows = Path("log").read_text().splitlines()[1:]
    hosts = [row.split("\t")[1].split(":")[1] for row in rows if "delete-log-group" in row]
    assert len(hosts) == 2
    assert hosts[0][:16] == hosts[1][:16]
    assert hosts[0] != hosts[1]
