"""A value arrives as it is, wherever it stands in a command."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, unquote

import pytest
from awscli.shorthand import ShorthandParser, ShorthandParseSyntaxError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awsbatch.contract.word import Data, Word
from tests.aws.batch import Batch
from tests.aws.recorder import Recorder

VALUES = [
    "file:///etc/hostname",
    "https://example.com/",
    "--profile",
    "-",
    "[x]",
    "a,b=c",
    "a b\"c'd",
    "<<x>>",
    "🙂",
    "",
    "two\nlines",
    "x" * 100_000,
    "-5",
    "1e5",
    "true",
    '{"a": 1}',
    "$HOME ~ `x`",
    "a\\nb\\",
    "fileb:///etc/hostname",
]


def line(text: str, *more: Word) -> list[Word]:
    """Return a command of plain words and these."""
    return [*((word,) for word in text.split()), *more]


def put_parameter(*value: Word) -> list[Word]:
    return line("ssm put-parameter --type String --name n", *value)


PLACES: dict[str, tuple[Callable[[str], list[Word]], Callable[[dict[str, object]], object]]] = {
    "a whole word": (
        lambda value: put_parameter(("--value",), (Data(value),)),
        lambda sent: sent["Value"],
    ),
    "after --option=": (
        lambda value: put_parameter(("--value=", Data(value))),
        lambda sent: sent["Value"],
    ),
    "an element of a list option": (
        lambda value: line("ecs describe-clusters --clusters a", (Data(value),)),
        lambda sent: sent["clusters"][1],  # type: ignore[index]
    ),
    "the only element of a list option": (
        lambda value: line("ecs describe-clusters --clusters", (Data(value),)),
        lambda sent: sent["clusters"][0],  # type: ignore[index]
    ),
    "inside shorthand": (
        lambda value: put_parameter(
            ("--value",), ("v",), ("--tags",), ("Key=k,Value=", Data(value))
        ),
        lambda sent: sent["Tags"][0]["Value"],  # type: ignore[index]
    ),
    "inside shorthand before another value": (
        lambda value: put_parameter(
            ("--value",), ("v",), ("--tags",), ("Value=", Data(value), ",Key=k")
        ),
        lambda sent: sent["Tags"][0]["Value"],  # type: ignore[index]
    ),
    "inside a JSON string": (
        lambda value: put_parameter(
            ("--value",), ("v",), ("--tags",), ('[{"Key": "k", "Value": "', Data(value), '"}]')
        ),
        lambda sent: sent["Tags"][0]["Value"],  # type: ignore[index]
    ),
    "inside JSON that is a text to the service": (
        lambda value: put_parameter(("--value",), ('{"a": "', Data(value), '"}')),
        lambda sent: json.loads(sent["Value"])["a"],  # type: ignore[arg-type]
    ),
    "inside the JSON of a whole input": (
        lambda value: line(
            "ssm put-parameter --cli-input-json",
            ('{"Name": "n", "Type": "String", "Value": "', Data(value), '"}'),
        ),
        lambda sent: sent["Value"],
    ),
    "a part of a word": (
        lambda value: put_parameter(("--value",), ("before", Data(value), "after")),
        lambda sent: sent["Value"].removeprefix("before").removesuffix("after"),  # type: ignore[attr-defined]
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_value_arrives_as_it_is(batch: Batch, recorder: Recorder, place: str) -> None:
    command, found = PLACES[place]
    for value in VALUES:
        recorder.requests.clear()
        ran = batch.run(command(value))
        assert ran.stderr == ""
        assert found(recorder.requests[0].parameters) == value


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(value=st.text(st.characters(codec="utf-8")), place=st.sampled_from(list(PLACES)))
def test_any_value_arrives_as_it_is(
    batch: Batch, recorder: Recorder, place: str, value: str
) -> None:
    command, found = PLACES[place]
    recorder.requests.clear()
    batch.run(command(value))
    assert found(recorder.requests[0].parameters) == value


def test_a_value_is_a_positional_s3_key(batch: Batch, recorder: Recorder) -> None:
    for value in filter(None, VALUES):
        recorder.requests.clear()
        batch.run(line("s3 rm", ("s3://bucket/", Data(value[:1000]))))
        (request,) = recorder.requests
        assert (request.method, unquote(request.path)) == ("DELETE", f"/bucket/{value[:1000]}")


def test_numbers_reach_typed_options(batch: Batch, recorder: Recorder) -> None:
    batch.run(
        line("logs put-retention-policy --log-group-name g --retention-in-days", (Data("7"),))
    )
    batch.run(
        line("dynamodb put-item --table-name web --item", ('{"n": {"N": "', Data("7"), '"}}'))
    )
    batch.run(line("logs describe-log-groups --max-items", (Data("7"),)))
    assert recorder.requests[0].parameters == {"logGroupName": "g", "retentionInDays": 7}
    assert recorder.requests[1].parameters["Item"] == {"n": {"N": "7"}}


def test_a_number_stands_in_json_outside_quotes(batch: Batch, recorder: Recorder) -> None:
    words = line("logs put-metric-filter --log-group-name g --filter-name f --filter-pattern p")
    transformations = (
        '[{"metricName": "m", "metricNamespace": "n", "metricValue": "1", "defaultValue": '
    )
    batch.run([*words, ("--metric-transformations",), (transformations, Data("-7.5"), "}]")])
    sent = recorder.requests[0].parameters["metricTransformations"]
    assert sent[0]["defaultValue"] == -7.5  # type: ignore[index]


def test_an_object_becomes_a_structure(batch: Batch, recorder: Recorder) -> None:
    tag = Data('{"Key":"a,b","Value":"file:///x"}', structured=True)
    batch.run(put_parameter(("--value",), ("v",), ("--tags",), (tag,), (tag,)))
    assert recorder.requests[0].parameters["Tags"] == [{"Key": "a,b", "Value": "file:///x"}] * 2


def test_a_value_cannot_change_a_query(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = lambda _: (200, b'{"logGroups": [{"logGroupName": "a\'b"}]}')
    query = ("logGroups[?logGroupName=='", Data("a'b"), "'].logGroupName")
    assert batch.capture(line("logs describe-log-groups --query", query)) == ["a'b"]


def test_a_query_has_the_value_of_its_own_line(batch: Batch, recorder: Recorder) -> None:
    recorder.answer = lambda _: (200, b'{"logGroups": [{"logGroupName": "a b"}]}')
    for value, found in (("a b", ["a b"]), ("c d", [])):
        query = ("logGroups[?logGroupName=='", Data(value), "'].logGroupName")
        assert batch.capture(line("logs describe-log-groups --query", query)) == found


def test_a_value_names_a_file_inside_shorthand(
    batch: Batch, recorder: Recorder, tmp_path: Path
) -> None:
    try:
        ShorthandParser().parse("Value@=x")
    except ShorthandParseSyntaxError:
        pytest.skip("shorthand of this AWS CLI names no files")
    (tmp_path / "secret").write_text("content")
    path = f"{tmp_path}/secret"
    batch.run(
        put_parameter(("--value",), ("v",), ("--tags",), ("Key=k,Value@=file://", Data(path)))
    )
    assert recorder.requests[0].parameters["Tags"] == [{"Key": "k", "Value": "content"}]


def test_a_value_may_be_the_word_help(batch: Batch, recorder: Recorder) -> None:
    batch.capture(line("logs delete-log-group --log-group-name", (Data("help"),)))
    assert recorder.requests[0].parameters == {"logGroupName": "help"}


def test_a_file_prefix_that_the_author_wrote_keeps_its_meaning(
    batch: Batch, recorder: Recorder, tmp_path: Path
) -> None:
    (tmp_path / "a b").write_text("content")
    batch.run(put_parameter(("--value",), ("file://", Data(f"{tmp_path}/a b"))))
    assert recorder.requests[0].parameters["Value"] == "content"


def test_a_value_names_a_file_to_upload(batch: Batch, recorder: Recorder, tmp_path: Path) -> None:
    path = tmp_path / "$HOME ~,x"
    path.write_text("content")
    batch.run(line("s3api put-object --bucket b --key k --body", (Data(str(path)),)))
    assert b"content" in recorder.requests[0].body


def test_a_value_chooses_the_profile(batch: Batch, recorder: Recorder) -> None:
    batch.run(line("logs delete-log-group --log-group-name g --profile", (Data("one"),)))
    batch.run(line("logs delete-log-group --log-group-name g", ("--profile=", Data("a b"))))
    assert [request.key for request in recorder.requests] == ["KEYONE"]


def test_a_message_shows_the_value(batch: Batch) -> None:
    value = Data("a b,c")
    ran = batch.run(
        line("logs put-retention-policy --log-group-name g --retention-in-days", (value,))
    )
    assert "'a b,c'" in ran.stderr
    assert batch.outcome.failure is not None
    assert "'a b,c'" in batch.outcome.failure.message


def test_values_reach_services_that_speak_query(batch: Batch, recorder: Recorder) -> None:
    batch.run(line("ec2 create-tags --resources r --tags", ("Key=k,Value=", Data("a,b"))))
    assert parse_qs(recorder.requests[0].body.decode())["Tag.1.Value"] == ["a,b"]
