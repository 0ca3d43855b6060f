"""The failures that say that something does not exist which the command names.

Judged by a person who read the errors of botocore 1.44's models, and what they
say of each. None are: what is only not in a state (`ChannelNotBroadcasting`,
`NoRunningConfigurationRecorder…`), what cannot be reached or may not be
(`…Unavailable`, `AccessDenied`, though some services have it for what is not
there), and an id that is malformed.
"""

import re
from collections.abc import Mapping

_CODE = re.compile(r"NotFound|\ANoSuch|DoesNotExist|NotExists|Non-?[Ee]xist|\A404\Z")
"""What services call it: `ResourceNotFoundException`, `InvalidGroup.NotFound`, `404` of a HEAD."""

_CODES = frozenset(
    [
        # CloudFront, Route 53, Shield and SSM.
        "InvalidOriginAccessIdentity",
        "DelegationSetNotReusable",
        "NoAssociatedRoleException",
        "InvalidAssociation",
        "InvalidDocument",
        "InvalidDocumentVersion",
        # Config, and what it needs.
        "NoAvailableConfigurationRecorderException",
        "NoAvailableDeliveryChannelException",
        "NoAvailableOrganizationException",
        "ResourceNotDiscoveredException",
        # Organizations: no organization; no delegated administrator.
        "AWSOrganizationsNotInUseException",
        "AccountNotRegisteredException",
        # IAM's credential report.
        "ReportNotPresent",
        "ReportExpired",
        # CodeDeploy, Glue, IoT, Polly, Redshift, Snow Family, Redshift (sic).
        "InstanceNotRegisteredException",
        "NoScheduleException",
        "NotConfiguredException",
        "InvalidLexiconException",
        "InvalidNamespaceFault",
        "InvalidResourceException",
        "ReservedNodeExchangeNotFond",
        # Those that call it unknown: SWF, RAM, Cost Explorer, MSK.
        "UnknownResourceException",
        "UnknownResourceFault",
        "UnknownMonitorException",
        "UnknownSubscriptionException",
        "UnknownTopicOrPartitionException",
        # WAF: by its id, what an association names.
        "WAFUnavailableEntityException",
    ]
)

_BY_MESSAGE: Mapping[str, re.Pattern[str]] = {
    # CloudFormation, Auto Scaling, Elastic Beanstalk: the query protocol's word for what is wrong.
    "ValidationError": re.compile(r"does not exist|not found"),
    "InvalidParameterValue": re.compile(r"\ANo \w+ named|does not exist|not found"),
    "ValidationException": re.compile(r"does(?: not|n't) exist|not found"),
    # ECS, of a task definition.
    "ClientException": re.compile(r"\AUnable to describe task definition"),
    # Athena, EMR.
    "InvalidRequestException": re.compile(r"does not exist|not found"),
    "MetadataException": re.compile(r"not found"),
    # DynamoDB's and others' word for a key of KMS or a role that they are given.
    "BadRequestException": re.compile(r"does not exist|not found"),
}
# awscli 1.46: of `file://` and `fileb://`.
_NO_FILE = re.compile(r"Unable to load paramfile .*: \[Errno 2\]", re.DOTALL)


def is_absence(code: str, message: str) -> bool:
    """Return whether AWS says so, from the code and the message of an error."""
    if code in _CODES or _CODE.search(code):
        return True
    pattern = _BY_MESSAGE.get(code)
    return pattern is not None and pattern.search(message) is not None


def is_absence_of_file(message: str) -> bool:
    """Return whether the AWS CLI says so of a file that it was to take a value from."""
    return _NO_FILE.search(message) is not None
