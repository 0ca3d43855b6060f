"""What commands do: the table held against all of the AWS CLI, and words where they decide."""

import re

import pytest

from awsbatch.aws.catalog.effect_rule import Given, Judgement, decided, fills_file, judge, table
from awsbatch.contract.effect import Effect
from tests.aws.catalog.every_operation import (
    Operation,
    every_hand_written_command,
    every_operation,
)
from tests.aws.catalog.table_model import of_these_models
from tests.aws.catalog.verdicts import VERDICTS, effect, main
from tests.aws_cli import by_version, of_version
from tests.table import table as cases

# Names after `get-` that are of something made or sent, unless a row says that they are not.
DOUBTFUL = re.compile(
    r"-(create|credentials?|delete|generate|issue|login|password|presigned|secret|send|sign|signed"
    r"|start|tokens?|upload|urls?)(-|$)"
)


def is_doubtful(operation: Operation) -> bool:
    """Return whether there is reason to doubt what the verb of an operation says of it."""
    model = operation.model
    if effect(operation).effect in (Effect.CHANGES, Effect.TAKES):
        # Newer models of some services mark what reads.
        return bool(model._operation_model.get("readonly"))
    members = model.input_shape.members.values() if model.input_shape else ()
    return (
        model.http["method"] not in ("GET", "HEAD", "POST")
        or any(member.metadata.get("idempotencyToken") for member in members)
        or (
            not operation.name.startswith(("describe-", "list-"))
            and DOUBTFUL.search(operation.name) is not None
        )
    )


@of_these_models
def test_every_verb_has_a_judgement() -> None:
    unknown = {each.name.split("-")[0] for each in every_operation()}
    unknown -= {verb.split("-")[0] for verb in table().verbs}

    assert sorted(unknown) == [], "read what these do, and add them to `verbs` in effect.json"


def test_every_operation_that_its_verb_may_belie_has_a_row() -> None:
    doubtful = [
        str(each)
        for each in every_operation()
        if str(each) not in table().commands and is_doubtful(each)
    ]

    assert doubtful == [], "read what these do, and add them to `commands` in effect.json"


@of_these_models
def test_every_hand_written_command_has_a_row() -> None:
    missing = [
        command
        for command in every_hand_written_command()
        if command not in table().commands and not command.endswith(" wait")
        # What is below a wizard is judged as nobody's.
        if " wizard " not in command
    ]

    assert missing == [], "read what these do, and add them to `commands` in effect.json"


@of_these_models
def test_every_row_is_of_a_command_that_there_is() -> None:
    existing = {str(each) for each in every_operation()} | {*every_hand_written_command()}
    rows = {*table().commands, *table().dry_runs}
    rows |= {command for commands in table().options.values() for command in commands}

    assert sorted(rows - existing) == of_version(cases("aws/catalog/of_another_version"), [])


@of_these_models
def test_no_row_says_what_the_verb_says_unless_there_is_doubt() -> None:
    operations = {str(each): each for each in every_operation()}
    superfluous = [
        name
        for name, judgement in table().commands.items()
        if (operation := operations.get(name)) is not None
        and judgement.effect is by_verb(operation)
        and not is_doubtful(operation)
    ]

    assert superfluous == [
        # Documented as if they changed something.
        "bcm-data-exports get-execution",
        "iot describe-endpoint",
        "quicksight describe-topic-refresh-schedule",
        # Written by hand in version 2.
        *by_version(["sso logout"], []),
    ]


def by_verb(operation: Operation) -> Effect:
    return judge(f"no {operation.service}", operation.name).effect


@pytest.mark.parametrize(("name", "expected"), cases("aws/catalog/effect_of_name").items())
def test_a_command_is_judged_by_its_name(name: str, expected: str) -> None:
    service, _, command = name.partition(" ")
    operations = {str(each): each for each in every_operation()}
    operation = operations.get(name)
    judgement = (
        judge(service, command, is_operation=False) if operation is None else effect(operation)
    )

    assert judgement.effect.value == expected


@pytest.mark.parametrize(("line", "expected"), cases("aws/catalog/effect_of_words").items())
def test_words_decide_what_a_command_does(line: str, expected: str) -> None:
    service, operation, *words = line.split()
    judgement = judge(service, operation, is_operation=service != "s3")
    if operation == "get-object":
        judgement = fills_file(judgement)
    # Good enough for these lines, whose options have no values.
    options = [word for word in words if word.startswith("--")]
    given = Given(
        options, [word for word in words if word not in options], asks_help=words == ["help"]
    )

    assert decided(judgement, f"{service} {operation}", given).effect.value == expected


def test_what_nobody_has_judged_changes_something() -> None:
    assert judge("s3", "frobnicate") == Judgement(
        Effect.CHANGES, "nobody has judged its verb, `frobnicate`"
    )
    assert judge("s3", "get-frob", is_operation=False) == Judgement(
        Effect.CHANGES, "nobody has judged it"
    )


def test_the_command_prints_how_each_operation_is_judged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["effects"])

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(every_operation()) + len(every_hand_written_command())
    assert "ec2 run-instances: changes (by its verb, `run`)" in lines
    assert "s3api get-object: local writes (its answer goes to a file)" in lines
    assert "sts assume-role: credentials (by its verb, `assume`)" in lines
    assert "elasticache test-failover: changes (by its verb, `test`)" in lines, (
        "it lies, if it is taken for a question"
    )


def test_the_command_names_the_tables_that_there_are() -> None:
    with pytest.raises(SystemExit, match=f"verdicts {'|'.join(VERDICTS)}"):
        main(["frobs"])
