"""Which failures say that something does not exist, and which only look so."""

import re

import pytest

from awsbatch.aws.catalog.absence import is_absence, is_absence_of_file
from awsbatch.aws.catalog.effect_rule import judge
from tests.aws.catalog.every_operation import every_operation

_GONE = (404, 410)
_MISSING = re.compile(
    r"(?:does not|doesn['\u2019]t) exist|no longer exists|(?:can't|cannot|could ?n[o']t) be found"
)
NOT_ABSENT = {
    "a right or a quota that is missing": {
        "AccessDeniedException",
        "KMSAccessDeniedException",
        "LimitExceededException",
        "UnauthorizedResourceAccessException",
    },
    "a state": {
        "ChannelNotBroadcasting",
        "ContactFlowNotPublishedException",
        "DeviceRetiredException",
        "DirectoryUnavailableException",
        "ExpiredException",
        "FeatureDisabled",
        "GoneException",
        "ReportInProgress",
        "ResourceUnavailableException",
        "TerminalStateException",
        "TrimmedDataAccessException",
    },
    "a word that is not one of those there are": {
        "InvalidAttributeName",
        "InvalidBucketNameFilterException",
        "InvalidDeletionIdException",
        "InvalidDeploymentStatusException",
        "InvalidInstanceStatusException",
        "InvalidJobException",
        "InvalidTarget",
        "NotSupportedOperationException",
        "NotSupportedService",
        "UnknownSnapshotCopyRegionFault",
    },
    "anything, as its message says": {
        "BadRequestException",
        "InternalServerException",
        "InvalidParameterException",
        "InvalidRepositoryNameException",
        "InvalidTaggingRequestException",
        "ResourceARNNotValidException",
        "TransactionCanceledException",
        "ValidationException",
    },
}


def test_every_error_of_what_reads_that_may_say_so_is_judged() -> None:
    found = {
        shape.error_code
        for operation in every_operation()
        if not judge(operation.service, operation.name).effect.stays
        for shape in operation.model.error_shapes
        if shape.metadata.get("error", {}).get("httpStatusCode") in _GONE
        or _MISSING.search(shape.documentation)
    }

    not_absent = {code for code in found if not is_absence(code, "")}

    assert len(found) > 50
    assert not_absent - {code for codes in NOT_ABSENT.values() for code in codes} == set()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("ResourceNotFoundException", ""),
        ("AWS.SimpleQueueService.NonExistentQueue", ""),
        ("QueueDoesNotExist", ""),
        ("InvalidGroup.NotFound", ""),
        ("NoSuchEntity", ""),
        ("NoSuchBucketPolicy", ""),
        ("DBInstanceNotFound", ""),
        ("WAFNonexistentItemException", ""),
        ("404", "Not Found"),
        ("ReportNotPresent", ""),
        ("ValidationError", "Stack with id a does not exist"),
        ("ValidationError", "AutoScalingGroup name not found - no such group: a"),
        ("InvalidParameterValue", "No Application named 'a' found."),
        ("ClientException", "Unable to describe task definition."),
    ],
)
def test_what_does_not_exist_is_absent(code: str, message: str) -> None:
    assert is_absence(code, message)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("AccessDenied", "Access Denied"),
        ("ThrottlingException", "Rate exceeded"),
        ("ValidationError", "1 validation error detected"),
        ("InvalidParameterValue", "Value (x) for parameter y is invalid"),
        ("403", "Forbidden"),
        ("4040", ""),
        ("QueueDeletedRecently", "You must wait 60 seconds after deleting a queue"),
    ],
)
def test_all_else_is_something_else(code: str, message: str) -> None:
    assert not is_absence(code, message)


def test_a_file_that_is_not_there_is_told_from_one_that_cannot_be_read() -> None:
    unable = "Error parsing parameter '--filters': Unable to load paramfile file://a: "

    assert is_absence_of_file(f"{unable}[Errno 2] No such file or directory: 'a'")
    assert not is_absence_of_file(f"{unable}[Errno 21] Is a directory: 'a'")
