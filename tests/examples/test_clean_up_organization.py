"""`clean-up-organization.aws`: what is left in each account, and who asked for it."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs
from urllib.request import Request, urlopen

import pytest

from tests.aws.recorder import Recorded, Recorder
from tests.examples.process import EXAMPLES, SANDBOXED, SETUP, Runs, written

CLEAN_UP = EXAMPLES / "clean-up-organization.aws"
DELETED = "".join(
    f"{name} {region} /demo/{name}/{group}\n"
    for name in ("web", "jobs")
    for region in ("us-east-1", "eu-west-1")
    for group in ("a", "b")
)
LEFT = """\
names = aws organizations list-accounts --query 'Accounts[].[Name, Id]'
for each in <<names>>
    defaults --role-arn arn:aws:iam::<<each[1]>>:role/reader
    for region in us-east-1 eu-west-1
        groups = aws logs describe-log-groups --region <<region>> --query 'logGroups[].logGroupName'
        print <<each[0]>> <<region>> <<join(' ', groups)>>
    end
end
"""


class Forwarded:
    """A recorder that asks moto, and knows which role each key is of."""

    def __init__(self, recorder: Recorder, moto_server: str) -> None:
        self.roles: dict[str, str] = {}
        self._recorder = recorder
        self._moto_server = moto_server
        recorder.answer = self._answer

    def deletions(self) -> Iterator[tuple[str, str | None, str]]:
        """Yield each deletion: the role whose key signed it, its region and its log group."""
        for each in self._recorder.requests:
            if (each.target or "").endswith(".DeleteLogGroup"):
                role = self.roles[each.key or ""]
                yield role, each.region, str(each.parameters["logGroupName"])

    def _answer(self, request: Recorded) -> tuple[int, bytes]:
        credential = f"{request.key}/20260101/{request.region}/{request.service}/aws4_request"
        headers = {"Authorization": f"AWS4-HMAC-SHA256 Credential={credential}, Signature=0"}
        if request.target is None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        else:
            headers |= {
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": request.target,
            }
        asked = Request(f"{self._moto_server}/", request.body, headers)  # noqa: S310 (http)
        try:
            with urlopen(asked) as response:  # noqa: S310 (http)
                status, body = response.status, response.read()
        except HTTPError as error:
            status, body = error.code, error.read()
        if found := re.search(rb"<AccessKeyId>(\w+)</AccessKeyId>", body):
            (arn,) = parse_qs(request.body.decode())["RoleArn"]
            self.roles[found[1].decode()] = arn
        return status, body


def test_every_account_is_cleaned_up_by_its_own_role(
    run: Runs, recorder: Recorder, moto_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "KEYENV",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    moto = Forwarded(recorder, moto_server)
    assert run(SETUP / "organization.aws").exit_status == 0
    recorder.requests.clear()
    moto.roles.clear()

    ran = run(CLEAN_UP, prefix="/demo/")

    assert (ran.exit_status, ran.stdout) == (0, DELETED)
    # Each account's role was assumed once, although its rounds are many.
    roles = sorted(moto.roles.values())
    accounts = {role.split(":")[4]: role for role in roles}
    assert len(roles) == len(accounts) == 2
    assert {role.partition("/")[2] for role in roles} == {"OrganizationAccountAccessRole"}
    owners = {group.split("/")[2]: role for role, _, group in moto.deletions()}
    assert sorted(owners.values()) == roles
    assert sorted(moto.deletions()) == sorted(
        (owners[line.split()[0]], line.split()[1], line.split()[2]) for line in DELETED.splitlines()
    )

    left = run(written(tmp_path, LEFT))

    assert left.exit_status == 0
    assert left.stdout.splitlines() == [
        "master us-east-1 /demo/of-the-management-account",
        "master eu-west-1 ",
        "web us-east-1 /kept",
        "web eu-west-1 /kept",
        "jobs us-east-1 /kept",
        "jobs eu-west-1 /kept",
    ]


def test_it_does_the_same_in_a_sandbox(run: Runs, tmp_path: Path) -> None:
    ran = run.sandboxed(
        SETUP / "organization.aws", CLEAN_UP, written(tmp_path, LEFT), prefix="/demo/"
    )
    assert ran.exit_status == 0
    assert ran.stdout.startswith(DELETED)
    assert ran.stdout.count("/kept") == 4
    assert ran.stderr.startswith(SANDBOXED)
