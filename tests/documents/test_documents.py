"""Every block of the README and of docs/ does what it says.

An `aws` block is run in the sandbox, and prints what an `output` block after it
says; one that a `console` block names is run there, as every `bash` block is, and
one for a version of the AWS CLI in `test_moving`. A `console` block that plans, or keeps
a log, without `--sandbox` is run where `seed.aws` of its document ran before. Each line
of a `jmespath` block is computed over the names of the `json` block before it.
What a `yaml` block configures for other programs is there.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

# Before a sandbox is entered: awscli sets a variable of the environment when it is imported, which
# the sandbox would take back.
import awsbatch.aws.in_process_runner  # noqa: F401 (for that)
from awsbatch.cli.main import main
from awsbatch.cli.option import parse
from awsbatch.expression import interpreter
from awsbatch.expression.functions import Functions
from awsbatch.fault.error import ScriptError
from awsbatch.language.name import KEYWORDS
from awsbatch.language.parser import parse_all
from awsbatch.sandbox import sandbox
from tests.documents.block import BLOCKS, ROOT, Block
from tests.expression.test_expression import expression

README = ROOT / "README.md"
LANGUAGE = ROOT / "docs" / "language.md"
GUARDS = ROOT / "docs" / "plan-and-guards.md"
SCRIPTS = ROOT / "docs" / "shell-scripts.md"
FUNCTIONS = Functions(1779235200)
"""The clock of a run that begins at 2026-05-20T00:00:00Z, as in the language reference."""


def _of(kind: str) -> list[Block]:
    return [block for block in BLOCKS if block.kind == kind]


CONSOLES = _of("console")
PLANNING = [
    block
    for block in CONSOLES
    if re.search("awsbatch plan |--joblog ", block.text) and "--sandbox" not in block.text
]
SESSIONS = [block for block in CONSOLES if block not in PLANNING]
FILES = [
    block
    for block in _of("aws")
    if not block.versions
    and not any(block.file and block.file in session.text for session in CONSOLES)
]
ABANDONING = [block for block in FILES if "@timeout" in block.text]
"""Those whose process ends before all of their commands have."""
OUTPUTS = {before: after.text for before, after in pairwise(BLOCKS) if after.kind == "output"}


@pytest.fixture
def environment(tmp_path: Path, moto_server: str) -> Mapping[str, str]:
    """Provide the environment of commands in a folder, with an `awsbatch` among its programs."""
    program = tmp_path / "bin" / "awsbatch"
    program.parent.mkdir()
    words = shlex.join([sys.executable, "-m", "tests.documents.sandboxed", moto_server])
    program.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}


def _write_files(document: Path, folder: Path) -> None:
    for block in BLOCKS:
        if block.file and block.document == document:
            (folder / block.file).write_text(block.text)


def _shown(block: Block, folder: Path, environment: Mapping[str, str]) -> str:
    """Return what a terminal shows where the commands of a block are typed in a folder."""
    _write_files(block.document, folder)
    shown = ""
    for line in block.text.splitlines():
        if line.startswith("$ "):
            shown += f"{line}\n{_typed(line[2:], folder, environment)}"
    return shown


def _typed(command: str, folder: Path, environment: Mapping[str, str]) -> str:
    return subprocess.run(
        ["bash", "-c", command],  # noqa: S607 (as a reader would type it)
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    ).stdout


def test_there_is_no_other_kind_of_block() -> None:
    kinds = {"aws", "bash", "console", "ebnf", "jmespath", "json", "output", "yaml"}
    assert {block.kind for block in BLOCKS} == kinds


def test_a_block_of_a_shell_is_a_file_that_a_session_runs() -> None:
    typed = "".join(session.text for session in CONSOLES)
    assert all(block.file is not None and block.file in typed for block in _of("bash"))


def test_output_stands_after_a_command_file() -> None:
    assert {block.kind for block in OUTPUTS} == {"aws"}


@pytest.mark.parametrize("block", [block for block in FILES if block not in ABANDONING], ids=str)
def test_a_command_file_runs(
    block: Block,
    tmp_path: Path,
    moto_server: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sandbox, "start", lambda *_: nullcontext(sandbox.Sandbox(moto_server)))
    _write_files(block.document, tmp_path)
    (tmp_path / "block.aws").write_text(block.text)

    status = main(["run", "--sandbox", "block.aws"])

    stdout, stderr = capfd.readouterr()
    assert status == 0, stderr
    assert stdout == OUTPUTS.get(block, stdout)


@pytest.mark.parametrize("block", ABANDONING, ids=str)
def test_a_command_file_that_abandons_commands_runs(
    block: Block, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    (tmp_path / "block.aws").write_text(block.text)

    line = "awsbatch run --sandbox block.aws 2> told && echo ended well"

    assert _typed(line, tmp_path, environment) == f"{OUTPUTS[block]}ended well\n"


@pytest.mark.parametrize("block", SESSIONS, ids=str)
def test_a_session_shows_what_it_shows(
    block: Block, tmp_path: Path, environment: Mapping[str, str]
) -> None:
    assert _steady(_shown(block, tmp_path, environment)) == _steady(block.text)


@pytest.mark.parametrize("block", PLANNING, ids=str)
def test_a_session_after_what_was_made_before_shows_what_it_shows(
    block: Block, tmp_path: Path, moto_server: str, environment: Mapping[str, str]
) -> None:
    before = "$ awsbatch run -q --progress none seed.aws\n"
    seeded = Block(block.document, block.line, block.kind, before + block.text, block.heading)
    there = {**environment, "AWS_ENDPOINT_URL": moto_server}
    shown = _shown(seeded, tmp_path, there).removeprefix(before)
    # An address that is AWS's own is not told.
    assert _steady(shown.replace(f", {moto_server}", "")) == _steady(block.text)


def test_a_step_of_a_workflow_shows_what_is_wrong(
    tmp_path: Path, environment: Mapping[str, str]
) -> None:
    steps, _ = _configurations(README)
    install, check = (step["run"] for step in steps)
    lines = ["git init -q", "echo aws ec2 describe-vpc > a.aws", "git add a.aws", check]

    typed = Block(README, 0, "console", "".join(f"$ {line}\n" for line in lines), "")
    shown = _shown(typed, tmp_path, environment)

    assert install.startswith("pipx install ")
    assert "::error file=a.aws,line=1,col=9,endColumn=21,title=awsbatch::" in shown


def test_a_job_runs_what_was_planned_in_another(
    tmp_path: Path, moto_server: str, environment: Mapping[str, str]
) -> None:
    (workflow,) = _configurations(GUARDS)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    lines = [step["run"].replace("\n", " ") for step in steps if "awsbatch " in step.get("run", "")]
    plan, run = (line for line in lines if "pipx" not in line)
    there = {"AWS_ENDPOINT_URL": moto_server, "GITHUB_STEP_SUMMARY": "summary"}
    session = ["awsbatch -q seed.aws", plan, "cat summary", run]

    typed = Block(GUARDS, 0, "console", "".join(f"$ {line}\n" for line in session), "")
    shown = _shown(typed, tmp_path, {**environment, **there, **workflow["env"]})

    assert shown.count("# 3 changes:") == 2
    assert "\n5 succeeded in " in shown


def test_a_step_that_runs_a_shell_script_is_typed_as_it_has_to_be() -> None:
    (workflow,) = _configurations(SCRIPTS)
    install, run = (step["run"] for step in workflow["steps"])

    assert install == _configurations(README)[0][0]["run"]
    assert parse(shlex.split(run)[1:]).command == ("./cleanup.sh",)


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
