"""Which `aws` is chosen, in all that people have, and what is said where it cannot run."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from awsbatch.cli.which_aws.aws_choice import AwsChoice, chosen
from awsbatch.cli.which_aws.cli_package import first_package
from awsbatch.cli.which_aws.served_aws import served
from awsbatch.fault.error import AwsbatchError
from tests.cli.which_aws.layout import installation, own_environment, package, put
from tests.table import table

OF_A_RUN = table("cli/which_aws/choices")
OF_A_PROGRAM = table("cli/which_aws/served")
CASES = [
    *((chosen, case) for case in OF_A_RUN),
    *((served, case) for case in OF_A_PROGRAM),
]


@pytest.mark.parametrize(
    ("choose", "case"), CASES, ids=[f"{choose.__name__}: {case['case']}" for choose, case in CASES]
)
def test_the_choice_is(
    choose: Callable[..., AwsChoice],
    case: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = {
        name: text.replace("{}", os.fspath(tmp_path))
        for name, text in case.items()
        if isinstance(text, str)
    }
    own = own_environment(tmp_path, case.get("own", "1.46.3"))
    for prefix, what in case.get("installed", {}).items():
        installation(tmp_path / prefix, *what.split())
    for folder, version in case.get("packages", {}).items():
        package(tmp_path / folder, version)
    for name in case.get("there", {}):
        (tmp_path / name).unlink(missing_ok=True)
    put(tmp_path, case.get("there", {}))
    if "imports" in case:
        own.package = first_package([tmp_path / case["imports"]])
    if "shims" in case:
        own.shims = Path(texts["shims"])
    if "unreadable" in case:
        (tmp_path / case["unreadable"]).chmod(0o311)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", os.fspath(tmp_path / "home"))
    names = ("PATH", "AWSBATCH_AWS")
    environment = {"PATH": "/gone"} | {name: texts[name] for name in names if name in texts}
    found: dict[str, Any] = {}

    try:
        choice = choose(texts.get("aws"), environment, own)
    except AwsbatchError as error:
        found = {"error": error.message, "hint": error.hint}
    else:
        found = {"runs": choice.shown, "entered": choice.is_entered, "note": choice.note}

    expected = {name: texts.get(name) for name in ("error", "hint")}
    if "runs" in case:
        expected = {name: texts.get(name) for name in ("runs", "note")}
        expected["entered"] = case.get("entered", False)
    assert found == expected
