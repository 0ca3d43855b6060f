"""A loopback AWS that remembers each change that it has made, in order."""

from __future__ import annotations

import json
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from tests.aws.recorder import Recorded, recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ACCOUNT = "123456789012"
SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLE"
"""What each secret key that it makes begins with."""
_READS = ("Get", "List", "Describe", "AssumeRole", "Receive")
_TOKENS = {"ClientRequestToken", "ClientToken", "clientToken", "clientRequestToken"}


@dataclass(frozen=True)
class Sent:
    """One request."""

    operation: str
    parameters: Mapping[str, Any]
    key: str
    """The id of the access key that signed it."""
    account: str
    region: str
    token: str | None
    """Its idempotency token."""

    @property
    def is_change(self) -> bool:
        """Whether it changes something."""
        return not self.operation.startswith(_READS)

    @property
    def name(self) -> str:
        """What it is about: the value of the first parameter that is no token."""
        return str(next((v for k, v in self.parameters.items() if k not in _TOKENS), ""))

    @property
    def told(self) -> str:
        """The operation, and what it is about."""
        return f"{self.operation} {self.name}".rstrip()


class Refusal(Exception):  # noqa: N818 (it is what AWS does, and no error of a test)
    """Raised for a request that is not carried out."""

    def __init__(self, code: str, message: str = "no") -> None:
        super().__init__(message)
        self.code = code


@dataclass
class ChangingAws:
    """What was asked of it, and what it has made of that."""

    url: str = ""
    sent: list[Sent] = field(default_factory=list)
    """All requests that came, in the order in which they did."""
    changes: list[Sent] = field(default_factory=list)
    """The changes that were made; one that came again with its token was not made again."""
    repeats: list[Sent] = field(default_factory=list)
    """The changes that came again with their tokens."""
    asked: int = 0
    """How many changes have come."""
    accounts: dict[str, str] = field(default_factory=dict)
    """Of other access keys than those of `ACCOUNT`, by their ids."""
    refuse: Callable[[Sent], str | None] = lambda _: None
    """Returns the code with which a request is refused, if it is."""
    arrived: Callable[[Sent, int], object] = lambda _, __: None
    """Called with a change that has come, and its number from 1, before it is made."""
    made: Callable[[Sent, int], object] = lambda _, __: None
    """Called with a change that was made, before it is answered."""
    answered: Callable[[Sent, int], object] = lambda _, __: None
    """Called with a change that was answered."""

    def __post_init__(self) -> None:
        self.lock = threading.Lock()
        self._tokens: set[tuple[str, str]] = set()
        self._values: dict[str, str] = {}
        self._groups: dict[str, None] = {}
        self._created = 0
        self._numbers: dict[int, int] = {}

    @property
    def times(self) -> Counter[str]:
        """How often each change was made."""
        with self.lock:
            return Counter(each.told for each in self.changes)

    def since(self, number: int) -> list[str]:
        """Return what was changed after so many changes."""
        with self.lock:
            return [each.told for each in self.changes[number:]]

    def take(self, recorded: Recorded) -> tuple[int, bytes]:
        """Answer a request."""
        sent = self._sent(recorded)
        with self.lock:
            self.sent.append(sent)
            self.asked += sent.is_change
            number = self.asked
        is_json = recorded.target is not None
        try:
            return 200, self._done(sent, number, recorded).encode()
        except Refusal as refused:
            return 400, _refused(refused, is_json=is_json)

    def tell(self, recorded: Recorded) -> None:
        """Tell that a request was answered."""
        number = self._numbers.pop(id(recorded), None)
        if number is not None:
            self.answered(self._sent(recorded), number)

    def _done(self, sent: Sent, number: int, recorded: Recorded) -> str:
        if (code := self.refuse(sent)) is not None:
            raise Refusal(code)
        if sent.is_change:
            self._numbers[id(recorded)] = number
            self.arrived(sent, number)
        with self.lock:
            answer = self._answer(sent)
        if sent.is_change:
            self.made(sent, number)
        return json.dumps(answer) if recorded.target is not None else _xml(sent, answer)

    def _answer(self, sent: Sent) -> Mapping[str, Any]:
        if sent.is_change:
            self._change(sent)
        answers: dict[str, Callable[[Sent], Any]] = {
            "AssumeRole": self._role,
            "CreateAccessKey": self._access_key,
            "CreateKey": lambda _: {"KeyMetadata": {"KeyId": f"key-{len(self.changes)}"}},
            "CreateLogGroup": lambda sent: self._groups.update({sent.name: None}),
            "CreateSecret": lambda sent: {"Name": sent.name, "VersionId": sent.token},
            "DeleteLogGroup": lambda sent: self._groups.pop(sent.name, None),
            "DescribeLogGroups": lambda _: {
                "logGroups": [{"logGroupName": n} for n in self._groups]
            },
            "GetCallerIdentity": _identity,
            "GetParameter": self._parameter,
            "PutParameter": lambda sent: self._values.update({sent.name: sent.parameters["Value"]}),
        }
        answer = answers.get(sent.operation)
        return (answer(sent) if answer is not None else None) or {}

    def _change(self, sent: Sent) -> None:
        if sent.token is not None:
            if (sent.operation, sent.token) in self._tokens:
                self.repeats.append(sent)
                return
            self._tokens.add((sent.operation, sent.token))
        self.changes.append(sent)

    def _role(self, sent: Sent) -> Mapping[str, Any]:
        arn = sent.parameters["RoleArn"]
        keys = self._keys("ASIA")
        self.accounts[keys["AccessKeyId"]] = arn.split(":")[4]
        session = {"SessionToken": "a-session", "Expiration": "2100-01-01T00:00:00Z"}
        user = {"AssumedRoleId": "r:s", "Arn": arn}
        return {"Credentials": {**keys, **session}, "AssumedRoleUser": user}

    def _access_key(self, sent: Sent) -> Mapping[str, Any]:
        keys = self._keys("AKIA")
        return {"AccessKey": {"UserName": sent.name, **keys, "Status": "Active"}}

    def _keys(self, kind: str) -> dict[str, str]:
        self._created += 1
        name = f"{kind}NEW{self._created}"
        return {"AccessKeyId": name, "SecretAccessKey": f"{SECRET}{self._created}"}

    def _parameter(self, sent: Sent) -> Mapping[str, Any]:
        if sent.name not in self._values:
            raise Refusal("ParameterNotFound")
        value = self._values[sent.name]
        return {"Parameter": {"Name": sent.name, "Type": "String", "Value": value}}

    def _sent(self, recorded: Recorded) -> Sent:
        if recorded.target is not None:
            operation, parameters = recorded.target.rpartition(".")[2], json.loads(recorded.body)
        else:
            fields = {k: v[0] for k, v in parse_qs(recorded.body.decode()).items()}
            operation = fields.pop("Action")
            fields.pop("Version")
            parameters = fields
        token = next((v for k, v in parameters.items() if k in _TOKENS), None)
        key = recorded.key or ""
        account = self.accounts.get(key, ACCOUNT)
        return Sent(operation, parameters, key, account, recorded.region or "", token)


def _identity(sent: Sent) -> Mapping[str, Any]:
    arn = f"arn:aws:iam::{sent.account}:user/someone"
    return {"Account": sent.account, "Arn": arn, "UserId": sent.key}


def _xml(sent: Sent, answer: Any) -> str:
    name = sent.operation
    return f"<{name}Response><{name}Result>{_elements(answer)}</{name}Result></{name}Response>"


def _elements(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return "".join(f"<{name}>{_elements(each)}</{name}>" for name, each in value.items())


def _refused(refused: Refusal, *, is_json: bool) -> bytes:
    if is_json:
        return json.dumps({"__type": refused.code, "message": str(refused)}).encode()
    error = f"<Error><Code>{refused.code}</Code><Message>{refused}</Message></Error>"
    return f"<ErrorResponse>{error}</ErrorResponse>".encode()


@contextmanager
def changing_aws() -> Iterator[ChangingAws]:
    """Run such an AWS on a free port for the block."""
    aws = ChangingAws()
    with recording() as recorder:
        recorder.answer = aws.take
        recorder.answered = aws.tell
        aws.url = recorder.url
        yield aws
