"""Empty values: errors, unless they are one value among others, or said to be meant."""

import pytest

from awsbatch.contract.word import Data, Word
from awsbatch.engine.substitution import substitute, texts
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Assign, Run
from awsbatch.language.parser import parse
from awsbatch.redaction.book import Book
from tests.contract.fake_runner import FakeRunner, outermost

NAMES: dict[str, object] = {
    "empty": "",
    "none": None,
    "list": [],
    "some": ["a", ""],
    "input": {"name": "n", "tags": [], "prefix": ""},
    "secret": "***",
    "x": "x",
}
EMPTY = "guard it with `if`, or write `<<empty || ''>>` where empty is meant"
NONE = "guard it with `if`, or write `<<none || ''>>` where empty is meant"
NO_PREFIX = "leave it out by `omit(x, ['prefix'])`, or write `prefix: x || ''` where empty is meant"
NO_TAGS = "leave it out by `omit(x, ['tags'])`, or write `tags: x || `[]`` where empty is meant"


def words(line: str) -> list[Word]:
    (statement,) = parse(f"aws a b {line}\n", "1.aws").statements
    assert isinstance(statement, Run)
    return substitute(statement.command.words, outermost(NAMES), FakeRunner().takes_pairs)[2:]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        (
            "--prefix <<empty>>",
            "`empty` is an empty string",
            EMPTY,
        ),
        (
            "s3://b/<<empty>>",
            "`empty` is an empty string",
            EMPTY,
        ),
        (
            '"<<x>>/<<empty>>"',
            "`empty` is an empty string",
            EMPTY,
        ),
        (
            "--prof <<empty>>",
            "`empty` is an empty string",
            EMPTY,
        ),
        (
            "--prefix=<<empty>>",
            "`empty` is an empty string",
            EMPTY,
        ),
        (
            # No option of pairs.
            "--prefix dt=<<empty>>",
            "`empty` is an empty string",
            EMPTY,
        ),
        (
            "--tags Key=<<empty>>/x",
            "`empty` is an empty string",
            EMPTY,
        ),
        (
            "--query \"[?starts_with(n, '<<empty>>')]\"",
            "`empty` is an empty string",
            EMPTY,
        ),
        (
            "--x <<none>>",
            "`none` is null",
            NONE,
        ),
        (
            "--tags K=<<none>>",
            "`none` is null",
            NONE,
        ),
        (
            "--ids <<list>>",
            "`list` is an empty list",
            "guard it with `if`, or write `<<list || `[]`>>` where empty is meant",
        ),
        (
            "a-<<list>>",
            "`list` is an empty list",
            "guard it with `if`, or write `<<list || ''>>` where empty is meant",
        ),
        (
            "--ids <<some>>",
            "`some` is a list with an empty string in it",
            "`[?@]` after a list leaves empty elements out",
        ),
        (
            "--cli-input-json <<input>>",
            "the parameter `tags` in `input` is empty",
            NO_TAGS,
        ),
        (
            "--cli-input-json=<<omit(input, 'tags')>>",
            "the parameter `prefix` in `omit(input, 'tags')` is empty",
            NO_PREFIX,
        ),
        (
            "--cli-input-j <<{prefix: empty}>>",
            "the parameter `prefix` in `{prefix: empty}` is empty",
            NO_PREFIX,
        ),
        (
            """--cli-input-json '{"prefix": "'<<empty>>'"}'""",
            "`empty` is an empty string",
            EMPTY,
        ),
        (
            "--secret-string <<secret>>",
            "`secret` is `***`, which is how a secret is shown",
            "take the value from where it is kept, not from what was printed",
        ),
        (
            "--cli-input-json <<{SecretString: secret}>>",
            "`{SecretString: secret}` holds `***`, which is how a secret is shown",
            "take the value from where it is kept, not from what was printed",
        ),
        (
            "--values <<[[secret]]>>",
            "`[[secret]]` holds `***`, which is how a secret is shown",
            "take the value from where it is kept, not from what was printed",
        ),
        (
            "--value=<<to_string({key: secret})>>",
            "`to_string({key: secret})` holds `***`, which is how a secret is shown",
            "take the value from where it is kept, not from what was printed",
        ),
    ],
)
def test_an_empty_value_is_refused(line: str, message: str, hint: str) -> None:
    with pytest.raises(ScriptError) as caught:
        words(line)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--prefix ''", [("--prefix",), ()]),
        ("<<empty || ''>>", [(Data(""),)]),
        ("<<none || ''>>", [(Data(""),)]),
        ("<<''>>", [(Data(""),)]),
        ("<<input | prefix || ''>>", [(Data(""),)]),
        ("a-<<empty || ''>>", [("a-", Data(""))]),
        ("<<[empty || '', x]>>", [(Data(""),), (Data("x"),)]),
        ("--ids <<list || `[]`>> end", [("--ids",), ("end",)]),
        ("--tags K=<<empty>>", [("--tags",), ("K=", Data(""))]),
        ("--tags kubernetes.io/x=<<empty>>", [("--tags",), ("kubernetes.io/x=", Data(""))]),
        ("--tags Key=a,Value=<<empty>>", [("--tags",), ("Key=a,Value=", Data(""))]),
        ("--tags=Value=<<empty>>,Key=a", [("--tags=Value=", Data(""), ",Key=a")]),
        (
            """--tags '[{"Value": "'<<empty>>'", "n": '<<`1`>>'}]'""",
            [("--tags",), ('[{"Value": "', Data(""), '", "n": ', Data("1"), "}]")],
        ),
        (
            """--x "{\\"a\\": \\"<<empty>>\\"}" """,
            [("--x",), ('{"a": "', Data(""), '"}')],
        ),
        ("--x <<{a: empty, b: list}>>", [("--x",), (Data('{"a":"","b":[]}', structured=True),)]),
        (
            "--cli-input-json <<{tags: list || `[]`, prefix: none || ''}>>",
            [("--cli-input-json",), (Data('{"tags":[],"prefix":""}', structured=True),)],
        ),
        (
            "--cli-input-json <<merge(omit(input, ['tags', 'prefix']), {tags: list || `[]`})>>",
            [("--cli-input-json",), (Data('{"name":"n","tags":[]}', structured=True),)],
        ),
        (
            "--cli-input-json <<{filters: [{Values: list}]}>>",
            [("--cli-input-json",), (Data('{"filters":[{"Values":[]}]}', structured=True),)],
        ),
    ],
)
def test_an_empty_value_that_is_meant_or_one_of_others_is_taken(
    line: str, expected: list[Word]
) -> None:
    assert words(line) == expected


def test_what_is_said_to_be_meant_is_not_kept_in_a_name() -> None:
    scope = outermost(NAMES)
    (kept, used) = parse("kept = <<empty || ''>>\naws a b <<kept>>\n", "1.aws").statements
    assert isinstance(kept, Assign)
    assert isinstance(used, Run)
    scope.set("kept", scope.evaluate(kept.value))
    with pytest.raises(ScriptError, match="`kept` is an empty string"):
        substitute(used.command.words, scope)


def test_a_person_may_be_told_an_empty_string() -> None:
    (statement,) = parse("print a <<empty>> b<<empty>> <<some>> <<secret>>\n", "1.aws").statements
    assert not isinstance(statement, Run)
    spoken = texts(statement.words, outermost(NAMES), Book())  # type: ignore[union-attr]
    assert spoken == ["a", "", "b", "a", "", "***"]
