"""What answers say was not done: the table, and how it is read."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from awsbatch.aws.catalog.effect_rule import judge
from awsbatch.aws.catalog.partial import signs_of
from awsbatch.aws.examination import Examination, Interest
from awsbatch.contract.effect import Effect
from awsbatch.contract.outcome import Partial
from tests.aws.catalog.every_operation import every_operation
from tests.aws.catalog.partial_candidate import candidates, judged, outdated
from tests.aws.catalog.table_model import of_these_models
from tests.aws_cli import of_version
from tests.table import table


def examined(operation: str, *answers: Mapping[str, object]) -> Partial | None:
    service, name = operation.split(" ")
    examination = Examination(Interest(signs_of(service)[name]))
    for answer in answers:
        examination.look(answer, None)
    return examination.partial


@of_these_models
def test_every_member_that_sounds_like_a_failure_is_judged() -> None:
    """A new one is to be read, and put into `partial.json` or `lookalike.json`."""
    known = judged()
    assert [str(each) for each in candidates() if each.key not in known] == []


@of_these_models
def test_every_member_of_the_tables_is_one_of_the_models() -> None:
    known = table("aws/catalog/partial_of_another_version")
    assert sorted(outdated()) == of_version(known, [])


@of_these_models
def test_every_sign_is_found_in_an_answer_that_has_all_members() -> None:
    missed = [
        f"{operation} {sign.member}"
        for operation in every_operation()
        for sign in signs_of(operation.service).get(operation.name, ())
        if not sign.found(filled(operation.model.output_shape, sign.read.removeprefix("is ")))[0]
    ]
    assert missed == []


def test_no_sign_is_found_in_an_answer_of_empty_members() -> None:
    found = [
        f"{operation} {sign.member}"
        for operation in every_operation()
        for sign in signs_of(operation.service).get(operation.name, ())
        for answer in ({}, emptied(operation.model.output_shape))
        if sign.found(answer)[0]
    ]
    assert found == []


@pytest.mark.parametrize("responses", [None, [], [None], [{}], [{"Error": None}]])
def test_nulls_in_a_list_are_nothing(responses: object) -> None:
    assert examined("dynamodb batch-execute-statement", {"Responses": responses}) is None


def filled(shape: Any, text: str, depth: int = 0) -> Any:
    """Return what botocore makes of an answer that has all members, one of each."""
    match shape.type_name:
        case "structure":
            members = shape.members.items() if depth < 5 else ()
            return {name: filled(inner, text, depth + 1) for name, inner in members}
        case "list":
            return [filled(shape.member, text, depth + 1)]
        case "map":
            return {"key": filled(shape.value, text, depth + 1)}
        case "boolean":
            return False
        case "string":
            return text
        case _:
            return 1


def emptied(shape: Any) -> Mapping[str, object]:
    """Return an answer that has all members, with nothing in them."""
    nothing: Mapping[str, object] = {"structure": {}, "list": [], "map": {}, "boolean": True}
    return {name: nothing.get(inner.type_name) for name, inner in shape.members.items()}


def test_what_is_only_read_has_gaps_and_no_failures() -> None:
    """An operation that is judged anew in `effect.json` may have to change its place here."""
    kinds = {
        key.rpartition(" ")[0]: verdict.split(" ")[0]
        for key, verdict in judged().items()
        if not verdict.startswith("none")
    }
    reads = {name: judge(*name.split(" ")).effect is Effect.READS for name in kinds}
    assert {name for name, kind in kinds.items() if reads[name] is not (kind == "gaps")} == set()


def test_the_tables_have_the_services_that_people_lose_data_by() -> None:
    known = judged()
    kinds = Counter(verdict.split(" ")[0] for verdict in known.values())
    assert kinds["failures"] > 350
    assert kinds["gaps"] > 150
    assert {
        name: known[name]
        for name in (
            "codebuild batch-delete-builds buildsNotDeleted",
            "dynamodb batch-execute-statement Responses",
            "dynamodb batch-get-item UnprocessedKeys",
            "lambda invoke FunctionError",
            "rekognition index-faces UnindexedFaces",
            "ssm update-patch-baseline RejectedPatches",
        )
    } == {
        "codebuild batch-delete-builds buildsNotDeleted": "failures (buildsNotDeleted: any)",
        "dynamodb batch-execute-statement Responses": "failures (Responses[].Error: there)",
        "dynamodb batch-get-item UnprocessedKeys": "gaps (UnprocessedKeys: any)",
        "lambda invoke FunctionError": "failures (FunctionError: there)",
        "rekognition index-faces UnindexedFaces": "failures (UnindexedFaces: any)",
        "ssm update-patch-baseline RejectedPatches": (
            "none, since it is a setting that is only called alike"
        ),
    }


@pytest.mark.parametrize(
    ("operation", "answer", "count", "examples"),
    [
        (
            "s3api delete-objects",
            {"Errors": [{"Key": "a.txt", "Code": "AccessDenied", "Message": "Access Denied"}]},
            1,
            ("AccessDenied: Access Denied (a.txt)",),
        ),
        (
            "ecs run-task",
            {"tasks": [], "failures": [{"arn": "arn:1", "reason": "RESOURCE:MEMORY"}]},
            1,
            ("RESOURCE:MEMORY (arn:1)",),
        ),
        (
            "dynamodb batch-write-item",
            {"UnprocessedItems": {"users": [{"PutRequest": {}}] * 3, "logs": [{}]}},
            4,
            ("users", "logs"),
        ),
        (
            "events put-events",
            {
                "FailedEntryCount": 1,
                "Entries": [
                    {"EventId": "1"},
                    {"ErrorCode": "InternalFailure", "ErrorMessage": "try again"},
                ],
            },
            1,
            ("InternalFailure: try again",),
        ),
        (
            "firehose put-record-batch",
            # The count may be greater than what the entries tell.
            {"FailedPutCount": 2, "RequestResponses": [{"RecordId": "1"}, {"RecordId": "2"}]},
            2,
            (),
        ),
        (
            "dynamodb batch-execute-statement",
            {"Responses": [{"TableName": "t"}, {"Error": {"Code": "DuplicateItem"}}]},
            1,
            ("DuplicateItem",),
        ),
        ("lambda invoke", {"StatusCode": 200, "FunctionError": "Unhandled"}, 1, ("Unhandled",)),
        (
            "rekognition index-faces",
            {"UnindexedFaces": [{"Reasons": ["LOW_SHARPNESS", "EXTREME_POSE"], "FaceDetail": {}}]},
            1,
            ("LOW_SHARPNESS, EXTREME_POSE",),
        ),
        (
            "ec2 enable-fast-snapshot-restores",
            {
                "Unsuccessful": [
                    {
                        "SnapshotId": "snap-1",
                        "FastSnapshotRestoreStateErrors": [
                            {"AvailabilityZone": "a", "Error": {"Code": "Limit", "Message": "no"}}
                        ],
                    }
                ]
            },
            1,
            ("Limit: no (snap-1)",),
        ),
        (
            "resourcegroupstaggingapi tag-resources",
            {"FailedResourcesMap": {"arn:1": {"StatusCode": 400, "ErrorCode": "Invalid"}}},
            1,
            ("Invalid (arn:1)",),
        ),
        (
            "sesv2 send-bulk-email",
            {
                "BulkEmailEntryResults": [
                    {"Status": "SUCCESS", "MessageId": "1"},
                    {"Status": "ACCOUNT_THROTTLED", "Error": "slower"},
                ]
            },
            1,
            ("ACCOUNT_THROTTLED: slower",),
        ),
        (
            "emr cancel-steps",
            {
                "CancelStepsInfoList": [
                    {"StepId": "s-1", "Status": "SUBMITTED"},
                    {"StepId": "s-2", "Status": "FAILED", "Reason": "it runs"},
                ]
            },
            1,
            ("FAILED: it runs (s-2)",),
        ),
        (
            "pinpoint send-messages",
            {
                "MessageResponse": {
                    "Result": {
                        "+1": {"DeliveryStatus": "SUCCESSFUL"},
                        "+2": {"DeliveryStatus": "OPT_OUT", "StatusMessage": "opted out"},
                    }
                }
            },
            1,
            ("OPT_OUT: opted out",),
        ),
        ("ram delete-resource-share", {"returnValue": False}, 1, ("returnValue is false",)),
        (
            "logs put-log-events",
            {"rejectedLogEventsInfo": {"tooOldLogEventEndIndex": 3}},
            1,
            ("tooOldLogEventEndIndex 3",),
        ),
        ("ssm delete-parameters", {"InvalidParameters": ["a", "b"]}, 2, ("a", "b")),
    ],
)
def test_what_was_not_done_is_counted_and_told(
    operation: str, answer: Mapping[str, object], count: int, examples: tuple[str, ...]
) -> None:
    partial = examined(operation, answer)
    assert partial is not None
    assert (partial.count, partial.examples, partial.is_failure) == (count, examples, True)


@pytest.mark.parametrize(
    ("operation", "answer"),
    [
        ("s3api delete-objects", {}),
        ("s3api delete-objects", {"Deleted": [{"Key": "a"}], "Errors": []}),
        ("dynamodb batch-write-item", {"UnprocessedItems": {}}),
        ("events put-events", {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}),
        ("dynamodb batch-execute-statement", {"Responses": [{"TableName": "t"}]}),
        ("lambda invoke", {"StatusCode": 200}),
        ("ram delete-resource-share", {"returnValue": True}),
        ("ram delete-resource-share", {}),
        ("sesv2 send-bulk-email", {"BulkEmailEntryResults": [{"Status": "SUCCESS"}]}),
        ("pinpoint send-messages", {"MessageResponse": {}}),
    ],
)
def test_what_was_done_is_no_failure(operation: str, answer: Mapping[str, object]) -> None:
    assert examined(operation, answer) is None


def test_all_answers_count_and_the_first_entries_are_told() -> None:
    page = {"Errors": [{"Key": f"{n}", "Code": f"C{n}"} for n in range(2)]}
    other = {"Errors": [{"Key": "9", "Code": "C9"}, {"Key": "8", "Code": "C8"}]}
    assert examined("s3api delete-objects", page, {}, other) == Partial(
        "Errors", 4, ("C0 (0)", "C1 (1)", "C9 (9)")
    )


def test_a_message_is_one_line_that_moves_no_cursor() -> None:
    entry = {"Code": "X", "Message": f"two\nlines \x1b[2J {'long ' * 100}"}
    partial = examined("s3api delete-objects", {"Errors": [entry]})
    assert partial is not None
    (text,) = partial.examples
    assert text.startswith("X: two lines �[2J long")
    assert len(text) == 200


def test_what_could_not_be_read_is_a_gap() -> None:
    partial = examined("ssm get-parameters", {"InvalidParameters": ["a"]})
    assert partial == Partial("InvalidParameters", 1, ("a",), is_failure=False)
