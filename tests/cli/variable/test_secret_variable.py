"""Secrets of a file and of the environment, up to what inputs are given."""

from pathlib import Path

import pytest

from awsbatch.cli.variable.secret_variable import secret_variables
from awsbatch.cli.variable.variable import gathered
from awsbatch.fault.caret import render
from awsbatch.fault.error import UsageError
from awsbatch.language.input_value import InputValue


def test_secrets_are_given_after_what_is_given_as_it_is(tmp_path: Path) -> None:
    plain = _file(tmp_path, "plain.json", '{"a": "plain file"}')
    first = _file(tmp_path, "first.json", '{"a": "file-1", "b": "file-1", "c": "file-1"}')
    second = _file(tmp_path, "second.yaml", "c: [x, {y: 12}]\n")
    names = "abcde"
    environment = {f"AWSBATCH_VARIABLE_{name}": f"variable-{name}" for name in "abcd"}
    secrets = {f"AWSBATCH_SECRET_{name}": f"secret-{name}" for name in names}
    hidden: list[tuple[str, object]] = []

    given = gathered(
        [],
        [plain],
        environment,
        secrets_files=[first, second],
        secrets=secrets,
        hide=lambda name, value: hidden.append((name, value)),
    )

    assert given == {
        "a": InputValue("plain file", f"`{plain}`", is_text=False, is_explicit=False),
        "b": InputValue("file-1", f"`{first}`", is_text=False, is_explicit=False, is_secret=True),
        "c": InputValue(
            ["x", {"y": 12}], f"`{second}`", is_text=False, is_explicit=False, is_secret=True
        ),
        "d": InputValue("variable-d", "`AWSBATCH_VARIABLE_d`", is_explicit=False),
        "e": InputValue("secret-e", "`AWSBATCH_SECRET_e`", is_explicit=False, is_secret=True),
    }
    assert hidden == [
        *((name, f"secret-{name}") for name in names),
        *((name, "file-1") for name in "abc"),
        ("c", ["x", {"y": 12}]),
    ]


def test_secrets_leave_the_environment() -> None:
    environment = {"AWSBATCH_SECRET_a": "1", "AWSBATCH_VARIABLE_a": "2", "XAWSBATCH_SECRET_": "3"}

    assert secret_variables(environment) == {"AWSBATCH_SECRET_a": "1"}
    assert environment == {"AWSBATCH_VARIABLE_a": "2", "XAWSBATCH_SECRET_": "3"}
    assert secret_variables(environment) == {}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("s.json", '{"a": "sword-fish" x}', "this is not JSON: expecting ',' delimiter, in"),
        ("s.json", '{"a": "sword-fish', "this is not JSON: unterminated string starting at, in"),
        ("s.yaml", "a: *sword-fish", "this is not YAML: found undefined alias …, in"),
        ("s.yaml", "a: !sword-fish b", "this is not YAML: could not determine a constructor"),
        ("s.yaml", "a: sword: fish", "this is not YAML: mapping values are not allowed here, in"),
        ("s.yaml", "a: '\\0sword-fish\x01'", "`s.yaml` is not YAML: unacceptable character"),
        ("s.yaml", "sword-fish", "expected names and values in `s.yaml`, found a string"),
        ("s.yaml", "a: {11223344}", "`s.yaml` has a key that is not a string, but a number"),
        ("s.yaml", "a: 2026-05-20T00:00:00Z\nsword-fish", "this is not YAML: could not find"),
        ("s.yaml", "a: !!set {sword-fish}", "`s.yaml` holds a value of the type set"),
    ],
)
def test_a_fault_of_a_file_of_secrets_shows_nothing_of_it(
    name: str, text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        gathered([], [], {}, secrets_files=[_file(Path(), name, text)])

    said = render(caught.value)
    assert said.startswith(f"error: {message}")
    assert not any(part in said for part in ("sword", "fish", "1122"))


def _file(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text)
    return str(path)
