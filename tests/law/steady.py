"""What must be the same of a line: what it printed, how it ended and what it asked of AWS.

The time, the machine, its Python and the number of the AWS CLI's version are taken out; so is
what is made up for each request. A fingerprint stands for what is left.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import awscli

from tests.aws.batch import Ran
from tests.aws.recorder import Recorded
from tests.law.corpus_line import RECORDER, CorpusLine

_USAGE_STATUS = 2
_LEAVING = re.compile("refuses a connection to `(.*?)`")
_TIMES = (
    (re.compile(r"(X-Amz-Date=|x-amz-date=)\d{8}T\d{6}Z"), r"\1TIME"),
    (re.compile(r"((?:^|[^A-Za-z])(?:X-Amz-)?Signature=)[\w%]+"), r"\1SIGNATURE"),
    (re.compile(r"(%2F|/)20\d{6}(%2F|/)"), r"\1DAY\2"),
    (re.compile(r'(?<="date": ")[^"]+(?= GMT")'), "TIME"),
    (re.compile(r"(?<=ttl=)\d{8}T\d{6}Z"), "TIME"),
    (re.compile(r"(?<=[?&])Expires=\d+"), "Expires=TIME"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"), "UUID"),
)
_USER_AGENT = (
    (re.compile(r"(aws-cli|botocore|awscrt|lang/python|os/linux|urllib3)([/#])[^ ,]+"), r"\1\2X"),
    (re.compile(r" (?:sid|md/arch|md/pyimpl|md/distrib|Python|Linux|CPython)[/#]\S+"), ""),
    (re.compile(r"(?: |^)(source|exe|sources)/\S+"), r" \1/X"),
)
_MADE_UP = {"authorization", "date", "x-amz-date", "amz-sdk-invocation-id", "host"}
# Version 1 draws one of the texts that a parameter may have.
_SKELETON = re.compile(r"--generate-cli-skeleton(?! output)")
_DRAWN = re.compile(r'"[^"\n]*"(?=,?$)', re.MULTILINE)
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Steady:
    """One line, run once."""

    ran: Ran
    written: str
    requests: tuple[str, ...]

    @property
    def prints(self) -> tuple[str, ...]:
        """Fingerprints: of what it printed and how it ended, then one of each request."""
        return fingerprint(repr((self.ran, self.written))), *map(fingerprint, self.requests)

    @property
    def text(self) -> str:
        """All of it, to read."""
        parts = [f"exit status {self.ran.exit_status}", self.ran.stdout, self.ran.stderr]
        return "\n----\n".join([*parts, self.written, *self.requests])


def fingerprint(text: str) -> str:
    """Return what stands for a text in a recording."""
    return sha256(text.encode(errors="surrogateescape")).hexdigest()[:10]


def steady(
    line: CorpusLine, ran: Ran, requests: Iterable[Recorded], url: str, folder: Path
) -> Steady:
    """Return what must be the same of a line that has run in the folder, and not left it."""
    if found := _LEAVING.search(ran.stderr):
        message = f"`{line.text}` is not led to the recorder, but to `{found[1]}`"
        raise AssertionError(message)
    file = folder / line.writes if line.writes else None
    written = file.read_bytes().decode("latin-1") if file and file.exists() else ""
    told = tuple(sorted(request(each, url) for each in requests))
    stdout = "" if "stdout" in line.loose else _timeless(ran.stdout, url, folder)
    stderr = "" if "stderr" in line.loose else _timeless(ran.stderr, url, folder)
    if awscli.__version__.startswith("1."):
        if ran.exit_status == _USAGE_STATUS:
            # Words that awsbatch cuts down to the sentence that helps.
            stderr = ""
        if _SKELETON.search(line.text):
            stdout = _DRAWN.sub('"DRAWN"', stdout)
    if line.text.startswith("s3 "):
        # Threads of transfers print in any order.
        stdout, stderr = ("\n".join(sorted(text.split("\n"))) for text in (stdout, stderr))
    return Steady(Ran(ran.exit_status, stdout, stderr), written, told)


def request(recorded: Recorded, url: str) -> str:
    """Return what must be the same of a request."""
    headers = [
        f"{name}: {_header(name, value)}"
        for name, value in sorted(recorded.headers.items())
        # The checksum of what may be made up, unless it is none.
        if name not in _MADE_UP and not _HEX.fullmatch(value)
    ]
    lines = [
        f"{recorded.method} {recorded.path}",
        f"{recorded.key} {recorded.region} {recorded.service}",
        *headers,
        "",
        recorded.body.decode("latin-1"),
    ]
    return _timeless("\n".join(lines), url)


def _header(name: str, value: str) -> str:
    if name == "user-agent":
        for pattern, instead in _USER_AGENT:
            value = pattern.sub(instead, value)
        # A set, whose order is any.
        return re.sub(r"(?<= m/)\S+", lambda found: ",".join(sorted(found[0].split(","))), value)
    return value


def _timeless(text: str, url: str, folder: Path | None = None) -> str:
    text = text.replace(url, RECORDER).replace(url.removeprefix("http://"), "recorder")
    if folder is not None:
        text = text.replace(str(folder), "/folder")
    for pattern, instead in _TIMES:
        text = pattern.sub(instead, text)
    return text
