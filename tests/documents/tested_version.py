"""The README's table of the AWS CLIs that the tests ran on, made from records of runs.

    python -m pytest -n 2 --record-run 'Debian 12'

adds the record of a run that passed, or puts it in the place of an older one, and
writes the table anew; so does

    python -m tests.documents.tested_version
"""

import json
import platform
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import awscli

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = ROOT / "README.md"
RECORDS = Path(__file__).with_name("tested_versions.json")
_HEAD = "| AWS CLI | from | Python | tests | when |\n|---|---|---|---|---|\n"
_TABLE = re.compile(re.escape(_HEAD) + r"(?:\|.*\n)*")
_UNTRIED = "| version 2 | Homebrew, snap, conda-forge | | untried | |\n"

Record = Mapping[str, Any]


def record(place: str, what: str, counts: Mapping[str, int], records: Path = RECORDS) -> None:
    """Keep what ran, in the place of a run of the same minor version from the same place."""
    own: Record = {
        "aws": awscli.__version__,
        "from": place,
        "python": platform.python_version(),
        "tests": what,
        **counts,
        "when": datetime.now(tz=timezone.utc).date().isoformat(),
    }
    others = [each for each in _read(records) if _kind(each) != _kind(own)]
    lines = ",\n".join(json.dumps(each) for each in sorted([*others, own], key=_order))
    records.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def table(records: Path = RECORDS) -> str:
    """Return the table, in Markdown."""
    return "".join([_HEAD, *(_row(each) for each in _read(records)), _UNTRIED])


def write() -> None:
    """Write the table into the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(_TABLE.sub(lambda _: table(), text), encoding="utf-8")


def _read(records: Path) -> list[Record]:
    return list(json.loads(records.read_text(encoding="utf-8")))


def _kind(run: Record) -> object:
    return run["aws"].rpartition(".")[0], run["from"]


def _order(run: Record) -> tuple[list[int], str]:
    return [int(number) for number in run["aws"].split(".")], run["from"]


def _row(run: Record) -> str:
    ran = f"{run['tests']}: {run['passed']:,} passed, {run['skipped']:,} skipped"
    return f"| {run['aws']} | {run['from']} | {run['python']} | {ran} | {run['when']} |\n"


if __name__ == "__main__":
    write()
