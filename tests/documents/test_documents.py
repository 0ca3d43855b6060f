"""Every block of the README and of docs/ does what it says.

An `aws` block is run in the sandbox, and prints what an `output` block after it
says; one that a `console` block names is run there, and one for a version of the
AWS CLI in `test_moving`. A `console` block that plans without `--sandbox` is run
where `seed.aws` of its document ran before. Each line of a `jmespath` block is
computed over the names of the `json` block before it. What a `yaml` block
configures for other programs is there.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from awsbatch.expression import interpreter
from awsbatch.expression.functions import Functions
from awsbatch.fault.error import ScriptError
from awsbatch.language.name import KEYWORDS
from awsbatch.language.parser import parse_all
from tests.documents.block import BLOCKS, ROOT, Block
from tests.expression.test_expression import expression

README = ROOT / "README.md"
LANGUAGE = ROOT / "docs" / "language.md"
GUARDS = ROOT / "docs" / "plan-and-guards.md"
FUNCTIONS = Functions(1779235200)
"""The clock of a run that begins at 2026-05-20T00:00:00Z, as in the language reference."""


def _of(kind: str) -> list[Block]:
    return [block for block in BLOCKS if block.kind == kind]


CONSOLES = _of("console")
PLANNING = [
    block for block in CONSOLES if "awsbatch plan " in block.text and "--sandbox" not in block.text
]
SESSIONS = [block for block in CONSOLES if block not in PLANNING]
FILES = [
    block
    for block in _of("aws")
    if not block.versions
    and not any(block.file and block.file in session.text for session in CONSOLES)
]
OUTPUTS = {before: after.text for before, after in pairwise(BLOCKS) if after.kind == "output"}


@dataclass(frozen=True)
class Ran:
    """The outcome of the commands of a block."""

    exit_status: int
    stdout: str
    stderr: str
    """For a console session, a part of its `stdout`."""


def _ran(block: Block, folder: Path) -> Ran:
    """Run a block in a folder."""
    program = folder / "bin" / "awsbatch"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m awsbatch "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    # moto's own images take it seconds to load.
    own = {"PATH": path, "PYTHONPATH": str(ROOT), "MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}
    env = {**os.environ, **own}
    for other in _of("aws"):
        if other.file and other.document == block.document:
            (folder / other.file).write_text(other.text)
    if block.kind == "aws":
        (folder / "block.aws").write_text(block.text)
        return _done("awsbatch run --sandbox block.aws", folder, env, subprocess.PIPE)
    shown = ""
    for line in block.text.splitlines():
        if line.startswith("$ "):
            shown += f"{line}\n{_done(line[2:], folder, env, subprocess.STDOUT).stdout}"
    return Ran(0, shown, "")


def _done(command: str, folder: Path, env: Mapping[str, str], stderr: int) -> Ran:
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 (as a reader would type it)
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr or "")


def test_there_is_no_other_kind_of_block() -> None:
    kinds = {"aws", "console", "ebnf", "jmespath", "json", "output", "yaml"}
    assert {block.kind for block in BLOCKS} == kinds


def test_output_stands_after_a_command_file() -> None:
    assert {block.kind for block in OUTPUTS} == {"aws"}


@pytest.mark.parametrize("block", FILES, ids=str)
def test_a_command_file_runs(block: Block, tmp_path: Path) -> None:
    ran = _ran(block, tmp_path)
    assert ran.exit_status == 0, ran.stderr
    if block in OUTPUTS:
        assert ran.stdout == OUTPUTS[block]


@pytest.mark.parametrize("block", SESSIONS, ids=str)
def test_a_session_shows_what_it_shows(block: Block, tmp_path: Path) -> None:
    assert _steady(_ran(block, tmp_path).stdout) == _steady(block.text)


@pytest.mark.parametrize("block", PLANNING, ids=str)
def test_a_plan_of_what_was_made_before_shows_what_it_shows(
    block: Block, tmp_path: Path, moto_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    before = "$ awsbatch run -q --progress none seed.aws\n"
    seeded = Block(block.document, block.line, block.kind, before + block.text, block.heading)
    shown = _ran(seeded, tmp_path).stdout.removeprefix(before)
    # An address that is AWS's own is not told.
    assert _steady(shown.replace(f", {moto_server}", "")) == _steady(block.text)


def test_a_step_of_a_workflow_shows_what_is_wrong(tmp_path: Path) -> None:
    steps, _ = _configurations(README)
    install, check = (step["run"] for step in steps)
    lines = ["git init -q", "echo aws ec2 describe-vpc > a.aws", "git add a.aws", check]

    shown = _ran(
        Block(README, 0, "console", "".join(f"$ {line}\n" for line in lines), ""), tmp_path
    )

    assert install.startswith("pipx install ")
    assert "::error file=a.aws,line=1,col=9,endColumn=21,title=awsbatch::" in shown.stdout


def test_a_job_runs_what_was_planned_in_another(
    tmp_path: Path, moto_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workflow,) = _configurations(GUARDS)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    lines = [step["run"].replace("\n", " ") for step in steps if "awsbatch " in step.get("run", "")]
    plan, run = (line for line in lines if "pipx" not in line)
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary")
    for name, value in workflow["env"].items():
        monkeypatch.setenv(name, value)
    session = ["awsbatch -q seed.aws", plan, "cat summary", run]

    shown = _ran(
        Block(GUARDS, 0, "console", "".join(f"$ {line}\n" for line in session), ""), tmp_path
    ).stdout

    assert shown.count("# 3 changes:") == 2
    assert "\n5 succeeded in " in shown


def test_the_hooks_for_pre_commit_are_those_that_there_are() -> None:
    _, configuration = _configurations(README)
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())

    (repository,) = configuration["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in hooks]


def _configurations(document: Path) -> list[Any]:
    return [yaml.safe_load(block.text) for block in _of("yaml") if block.document == document]


def _steady(text: str) -> str:
    text = re.sub(r"in [\d.]+ m?s;", "in TIME;", text)
    text = re.sub(r'"seconds": [\d.]+', '"seconds": TIME', text)
    text = re.sub(r"(request id(?: of the first:|:)?) \w+", r"\1 REQUEST", text)
    text = re.sub(r"until [\d-]+ [\d:]+ UTC", "until TIME", text)
    text = re.sub(r"\(AWS CLI [0-9.]+\)", "(AWS CLI VERSION)", text)
    # Version 1 has 255 where version 2 has 254, and only newer ones of that say that it is `aws`.
    text = re.sub(r"\bexit 25[45]\b", "exit ERROR", text).replace("aws: [ERROR]: ", "")
    # Side by side, it depends on how soon the first ones are free again.
    return re.sub(r"\d+ connections? opened", "CONNECTIONS opened", text)


def _computed() -> list[tuple[Block, str, str]]:
    lines = [(block, line) for block in _of("jmespath") for line in block.text.splitlines()]
    return [(block, *re.split(r" +→ ", line)) for block, line in lines]  # type: ignore[misc]


COMPUTED = _computed()


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    (block,) = _of("json")
    given: dict[str, Any] = json.loads(block.text)
    return given


@pytest.mark.parametrize(("block", "source", "value"), COMPUTED, ids=str)
def test_an_expression_has_its_value(
    names: dict[str, Any], block: Block, source: str, value: str
) -> None:
    assert block.document == LANGUAGE
    if value.startswith("error: "):
        with pytest.raises(ScriptError) as caught:
            expression(source).evaluate(names, FUNCTIONS)
        assert f"error: {caught.value.message}" == value
    else:
        assert expression(source).evaluate(names, FUNCTIONS) == json.loads(value)


def test_every_function_has_an_example() -> None:
    shown = {name for _, source, _ in COMPUTED for name in re.findall(r"(\w+)\(", source)}
    assert shown == set(interpreter.TABLE)


def test_the_grammar_has_every_word_of_the_language() -> None:
    (grammar,) = _of("ebnf")
    assert set(re.findall(r'"([a-z]+)"', grammar.text)) == {*KEYWORDS, "aws"}


def _rows(document: Path, heading: str) -> list[list[str]]:
    """Return the code in each cell of the table whose first line this is."""
    _, _, table = document.read_text().partition(f"{heading}\n")
    rows = table.partition("\n\n")[0].splitlines()[1:]
    cells = [re.split(r"(?<!\\)\|", row)[1:-1] for row in rows]
    return [[_code(cell) for cell in row] for row in cells]


def _code(cell: str) -> str:
    found = re.search(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", cell)
    return found[2].strip().replace("\\|", "|") if found else ""


HABITS = _rows(LANGUAGE, "| in a shell | here |")


@pytest.mark.parametrize(("shell", "here"), HABITS, ids=str)
def test_what_a_shell_does_is_refused_and_what_to_write_is_not(shell: str, here: str) -> None:
    assert _faults(shell)
    assert not here or not _faults(here)


def _faults(line: str) -> Sequence[ScriptError]:
    opens = line.startswith(("for ", "if ", "parallel", "finally", "@every="))
    return parse_all(f"{line}\nprint\nend\n" if opens else f"{line}\n", "a.aws")[1]
