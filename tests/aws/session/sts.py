"""A recorder that answers as STS and as any other service."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from awsbatch.contract.signer import Role
from tests.aws.recorder import Recorded, Recorder, recording

_ASSUMED = """\
<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><Arn>arn:aws:sts::{account}:assumed-role/{role}/{session}</Arn>
<AssumedRoleId>AROA:{session}</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>
<SessionToken>token</SessionToken><Expiration>{expiration}</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>"""
_REFUSED = """\
<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>AccessDenied</Code><Message>{user} may not</Message></Error></ErrorResponse>"""

_IDENTITY = """\
<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/ann</Arn><UserId>AIDA</UserId>
<Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"""
HOME = "999999999999"
"""The account of keys that nobody has told of."""
OTHER = "222222222222"


@contextmanager
def elsewhere(monkeypatch: pytest.MonkeyPatch, folder: Path, config: str) -> Iterator["Sts"]:
    """Provide one that knows the key THERE of another account, and a folder with a configuration.

    The folder is the current one.
    """
    monkeypatch.chdir(folder)
    Path("config").write_text(config)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "config"))
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with recording() as recorder:
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        sts = Sts(recorder)
        sts.accounts["THERE"] = OTHER
        yield sts


def arn(account: int | str, name: str = "r") -> str:
    return f"arn:aws:iam::{account:0>12}:role/{name}"


def role(account: int | str, **how: object) -> Role:
    return Role(arn(account), "me", **how)  # type: ignore[arg-type]


@dataclass
class Sts:
    """What is assumed, and how it is answered."""

    recorder: Recorder
    lasts: timedelta = timedelta(hours=1)
    refuses: bool = False
    before: Callable[[], None] = lambda: None
    asked: list[tuple[Recorded, dict[str, str]]] = field(default_factory=list)
    """The requests for roles, with their parameters."""
    accounts: dict[str | None, str] = field(default_factory=dict)
    """The accounts of keys, those of roles among them."""
    identified: list[Recorded] = field(default_factory=list)
    """The requests for the account of a key."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self.recorder.answer = self._answer

    def keys(self, service: str = "logs") -> list[str | None]:
        """Return the key that each request to a service was signed with."""
        return [each.key for each in self.recorder.requests if each.service == service]

    def _answer(self, request: Recorded) -> tuple[int, bytes]:
        if request.service != "sts":
            return 200, b"" if request.method == "PUT" else b"{}"
        if b"Action=GetCallerIdentity" in request.body:
            return self._identity(request)
        given = {name: value for name, (value,) in parse_qs(request.body.decode()).items()}
        with self._lock:
            self.asked.append((request, given))
            number = len(self.asked)
        self.before()
        if self.refuses:
            return 403, _REFUSED.format(user=request.key).encode()
        account, name = given["RoleArn"].split(":")[4], given["RoleArn"].split("/")[-1]
        # A key that tells the role and how often one was assumed until then.
        key = f"ASIA{account[-3:]}{name.upper()}{number}"
        self.accounts[key] = account
        expiration = (datetime.now(timezone.utc) + self.lasts).strftime("%Y-%m-%dT%H:%M:%SZ")
        session = given["RoleSessionName"]
        answer = _ASSUMED.format(
            account=account, role=name, session=session, key=key, expiration=expiration
        )
        return 200, answer.encode()

    def _identity(self, request: Recorded) -> tuple[int, bytes]:
        with self._lock:
            self.identified.append(request)
        self.before()
        if self.refuses:
            return 403, _REFUSED.format(user=request.key).encode()
        return 200, _IDENTITY.format(account=self.accounts.get(request.key, HOME)).encode()
