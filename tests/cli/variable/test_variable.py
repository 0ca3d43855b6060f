from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from awsbatch.cli.variable.variable import gathered
from awsbatch.fault.caret import render
from awsbatch.fault.error import UsageError
from awsbatch.language.input_value import InputValue


def test_the_command_line_goes_before_the_file_and_the_file_before_the_environment(
    tmp_path: Path,
) -> None:
    first = _file(tmp_path, "first.json", '{"b": "file", "c": "file", "d": "file"}')
    second = _file(tmp_path, "second.json", '{"d": "second"}')
    environment = {
        "AWSBATCH_VARIABLE_a": "environment",
        "AWSBATCH_VARIABLE_b": "environment",
        "PATH": "/bin",
    }

    lines = [f"{name}={_file(tmp_path, 'lines.txt', 'line')}" for name in ("c", "e")]

    given = gathered(["c=command=line"], [first, second], environment, lines=lines)

    assert given == {
        "a": InputValue("environment", "`AWSBATCH_VARIABLE_a`", is_explicit=False),
        "b": InputValue("file", f"`{first}`", is_text=False, is_explicit=False),
        "c": InputValue("command=line", "`c=command=line`"),
        "d": InputValue("second", f"`{second}`", is_text=False, is_explicit=False),
        "e": InputValue(["line"], f"`--lines {lines[1]}`", is_text=False),
    }


@pytest.mark.parametrize("name", ["v.json", "v.txt"])
def test_json_keeps_its_types(tmp_path: Path, name: str) -> None:
    file = _file(tmp_path, name, '\ufeff{"a": [1, 2.5, true, null, "x"],\t"b": {}}')

    assert _values(gathered([], [file], {})) == {"a": [1, 2.5, True, None, "x"], "b": {}}


def test_yaml_keeps_its_types_and_takes_nothing_else_for_one(tmp_path: Path) -> None:
    text = """
        account: 001234567012
        other: 123456789012
        day: 2026-05-20
        time: 12:30:00
        no: no
        yes: true
        half: 0.5
        large: 1e3
        nothing: ~
        list: [1, null, .5, -3, a]
        base: &base {x: 1}
        merged: {<<: *base, y: 2}
    """

    assert _values(gathered([], [_file(tmp_path, "v.yaml", text)], {})) == {
        "account": "001234567012",
        "other": 123456789012,
        "day": "2026-05-20",
        "time": "12:30:00",
        "no": "no",
        "yes": True,
        "half": 0.5,
        "large": 1000.0,
        "nothing": None,
        "list": [1, None, 0.5, -3, "a"],
        "base": {"x": 1},
        "merged": {"x": 1, "y": 2},
    }


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    assert gathered([], [_file(tmp_path, "v.yaml", "\n")], {}) == {}


@pytest.mark.parametrize(
    ("pairs", "environment", "message"),
    [
        (
            ["a"],
            {},
            "error: expected `--variable NAME=VALUE`, found `--variable a`\n  --variable a=VALUE",
        ),
        (
            ["a-b=1"],
            {},
            (
                "error: `--variable a-b=1` sets `a-b`, which is not a name\n"
                "  a name is letters, digits and `_`, and does not begin with a digit"
            ),
        ),
        (
            ["args=1"],
            {},
            (
                "error: `--variable args=1` sets `args`, which cannot be set:"
                " it holds the words after `--` on the command line"
            ),
        ),
        (
            ["a=1", "b=1", "a=1"],
            {},
            "error: `a=…` and `a=…` both give `a` a value\n  leave out one of them",
        ),
        (
            ['x={"SecretAccessKey": "s=t"}', "x=a"],
            {},
            "error: `x=…` and `x=…` both give `x` a value\n  leave out one of them",
        ),
        (
            ['{"SecretAccessKey": "s"}'],
            {},
            (
                "error: expected `--variable NAME=VALUE`, found `--variable …`\n"
                "  --variable NAME=VALUE"
            ),
        ),
        (
            ['{"SecretAccessKey": "s=t"}'],
            {},
            (
                "error: `--variable …` sets `…`, which is not a name\n"
                "  a name is letters, digits and `_`, and does not begin with a digit"
            ),
        ),
        (
            ['env={"SecretAccessKey": "s"}'],
            {},
            ("error: `--variable env=…` sets `env`, which cannot be set: it holds the environment"),
        ),
        (
            ["end=3"],
            {},
            (
                "error: `--variable end=3` sets `end`, which is a keyword of the language,"
                " not a name\n"
                "  choose another name for the input"
            ),
        ),
    ],
)
def test_what_is_no_name_is_refused(
    pairs: list[str], environment: dict[str, str], message: str
) -> None:
    assert _refusal(pairs, [], environment) == message


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        (
            "v.json",
            '{"a": 1,\r\n  "b" 2}',
            (
                "error: this is not JSON: expecting ':' delimiter\n"
                " --> v.json:2:7\n"
                "  |\n"
                '2 |   "b" 2}\n'
                "  |       ^"
            ),
        ),
        (
            "v.json",
            '{"a": "swordfish" 1}',
            "error: this is not JSON: expecting ',' delimiter, in `v.json:1:19`",
        ),
        (
            "v.yaml",
            "a: 1\ntoken: swordfish: 1\n",
            "error: this is not YAML: mapping values are not allowed here, in `v.yaml:2:17`",
        ),
        (
            "v.yaml",
            "a: 1\nb: [1}\n",
            (
                "error: this is not YAML: expected ',' or ']', but got '}'\n"
                " --> v.yaml:2:6\n"
                "  |\n"
                "2 | b: [1}\n"
                "  |      ^"
            ),
        ),
        (
            "v.yaml",
            "a: !!python/name:os.system x",
            (
                "error: this is not YAML: could not determine a constructor for the tag"
                " 'tag:yaml.org,2002:python/name:os.system'\n"
                " --> v.yaml:1:4\n"
                "  |\n"
                "1 | a: !!python/name:os.system x\n"
                "  |    ^"
            ),
        ),
        (
            "v.yaml",
            "- 1\n",
            (
                "error: expected names and values in `v.yaml`, found a list\n"
                '  {"NAME": "value"} in JSON, or `NAME: value` in YAML'
            ),
        ),
        ("v.yaml", "a: {1: 2}\n", "error: `v.yaml` has a key that is not a string, but a number"),
        (
            "v.yaml",
            "a: !!binary eA==\n",
            "error: `v.yaml` holds a value of the type bytes, which JSON does not have",
        ),
        ("v.json", '{"a": ' + "[" * 100_000, "error: `v.json` is nested too deeply"),
        ("v.yaml", "a: &a [*a]\n", "error: `v.yaml` is nested too deeply"),
        ("v.json", '{"a": ' + "7" * 5000 + "}", "error: `v.json` has too large a number"),
        ("v.yaml", "a: " + "7" * 5000, "error: `v.yaml` has too large a number"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    _file(tmp_path, name, text)

    assert _refusal([], [name], {}) == message


def test_a_file_that_is_not_text_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "v.json").write_bytes(b'{"a": "\xff"}')

    assert _refusal([], ["v.json"], {}) == "error: `v.json` is not UTF-8 text"


def test_a_file_that_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert _refusal([], ["v.json"], {}) == (
        "error: cannot read `v.json`: no such file or directory"
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("a\nb\n", ["a", "b"]),
        ("a\r\n\r\nb", ["a", "", "b"]),
        ("\ufeffa\u2028b\fc\n", ["a\u2028b\fc"]),
    ],
)
def test_the_lines_of_a_file_end_at_newlines_only(
    tmp_path: Path, text: str, lines: list[str]
) -> None:
    file = tmp_path / "names.txt"
    file.write_bytes(text.encode())

    assert _values(gathered([], [], {}, lines=[f"names={file}"])) == {"names": lines}


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("names", "expected `--lines NAME=FILE`, found `--lines names`\n  --lines names=FILE"),
        ("names=", "expected `--lines NAME=FILE`, found `--lines names=`\n  --lines names=FILE"),
        (
            '{"a": "swordfish"}',
            "expected `--lines NAME=FILE`, found `--lines …`\n  --lines NAME=FILE",
        ),
        (
            "env=/dev/null",
            "`--lines env=/dev/null` sets `env`, which cannot be set: it holds the environment",
        ),
    ],
)
def test_lines_that_cannot_be_used_are_refused(pair: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        gathered([], [], {}, lines=[pair])

    assert render(caught.value) == f"error: {message}"


def test_what_is_no_name_may_be_meant_for_others(tmp_path: Path) -> None:
    file = _file(tmp_path, "v.yaml", "two words: 1\nargs: 2\n")

    given = gathered([], [file], {"AWSBATCH_VARIABLE_a-b": "3"})

    assert _values(given) == {"two words": 1, "args": 2, "a-b": "3"}


def test_lines_are_given_once(tmp_path: Path) -> None:
    pair = f"a={_file(tmp_path, 'a.txt', 'a')}"

    with pytest.raises(UsageError) as caught:
        gathered([], [], {}, lines=[pair, pair])

    assert caught.value.message == f"`--lines {pair}` and `--lines {pair}` both give `a` a value"


def _values(given: Mapping[str, InputValue]) -> dict[str, object]:
    return {name: each.value for name, each in given.items()}


def _refusal(pairs: Iterable[str], files: Iterable[str], environment: Mapping[str, str]) -> str:
    with pytest.raises(UsageError) as caught:
        gathered(pairs, files, environment)
    return render(caught.value)


def _file(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text)
    return str(path)
