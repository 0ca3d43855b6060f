"""The whole program, held against whole output, a folder a case.

A case has `script.aws` or several files, the words of the command line in
`arguments` (`check script.aws` unless given), and what is expected in
`stdout`, `stderr` and `exit_status`. What differs from run to run is written
`TIME`, `CONNECTIONS` and `VERSION`. Version 2 of the AWS CLI ends with 254
where version 1 does with 255, which is written for both. `version` has the
only version that a case is for; `stderr.2` is for one that says something
else.

`pytest tests/golden --write-golden` writes the expected files anew; read
`git diff` before you keep them.
"""

import re
import shlex
from pathlib import Path

import pytest

# Before a sandbox is entered: awscli sets a variable of the environment when it is imported, which
# the sandbox would take back.
import awsbatch.aws.in_process_runner  # noqa: F401 (for that)
from awsbatch.cli.main import main
from tests.aws_cli import CLIENT_ERROR, VERSION

FOLDER = Path(__file__).parent
CASES = sorted({script.parent.name for script in FOLDER.glob("*/*.aws")})
EXPECTED = ("stdout", "stderr", "exit_status")
_VARYING = {
    re.compile(r"\bin [0-9.]+ (?:ms|s|min)\b"): "in TIME",
    re.compile(r"\b[0-9,]+ connections?\b"): "CONNECTIONS",
    re.compile(r"^\d\d:\d\d:\d\d ", re.MULTILINE): "TIME ",
    re.compile(r"(request id(?: of the first:|:)?) [\w-]+"): r"\1 REQUEST",
    re.compile(r"\(AWS CLI [0-9.]+\)"): "(AWS CLI VERSION)",
    re.compile(r"^AWS CLI [0-9.]+: (.*), Python \S+$", re.MULTILINE): (
        r"AWS CLI VERSION: \1, Python VERSION"
    ),
    # Which are written with every version, and what each of them has.
    re.compile(r"^shortcuts off: .*\n", re.MULTILINE): "",
    re.compile(r"takes `json`, .*, found"): "takes FORMATS, found",
    re.compile(r"^aws: \[ERROR\]: ", re.MULTILINE): "",
    re.compile(rf"\bexit {CLIENT_ERROR}\b"): "exit 255",
}


@pytest.mark.parametrize("name", CASES)
def test_the_program_says(
    name: str,
    *,
    write_golden: bool,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    case = FOLDER / name
    if (only := case / "version").exists() and int(only.read_text(encoding="utf-8")) != VERSION:
        pytest.skip("it is for the other version of the AWS CLI")
    argv = _arguments(case)
    monkeypatch.chdir(case)
    if argv[0] == "run":
        monkeypatch.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("moto_server"))
    capfd.readouterr()

    status = main(argv)

    stdout, stderr = capfd.readouterr()
    said = dict(zip(EXPECTED, (stdout, _settled(stderr), f"{status}\n"), strict=True))
    if write_golden:
        for file, text in said.items():
            _write(case / file, text)
        pytest.skip("written: read `git diff tests/golden`")
    assert said == {file: _expected(case / file) for file in EXPECTED}


def _expected(file: Path) -> str:
    own = _of_version_2(file)
    return (own if VERSION == 2 and own.exists() else file).read_text(encoding="utf-8")


def _write(file: Path, text: str) -> None:
    """Write what version 2 says into a file of its own, if version 1 says something else."""
    own = _of_version_2(file)
    differs = VERSION == 2 and file.exists() and file.read_text(encoding="utf-8") != text
    if VERSION == 2:
        own.unlink(missing_ok=True)
    (own if differs else file).write_text(text, encoding="utf-8")


def _of_version_2(file: Path) -> Path:
    return file.with_name(f"{file.name}.2")


def _settled(text: str) -> str:
    for pattern, name in _VARYING.items():
        text = pattern.sub(name, text)
    return text


def _arguments(case: Path) -> list[str]:
    file = case / "arguments"
    return shlex.split(file.read_text(encoding="utf-8") if file.exists() else "check script.aws")
