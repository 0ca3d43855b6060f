"""Hand-written commands that only one version of the AWS CLI has."""

from collections.abc import Mapping

_V2 = "it came with version 2 of the AWS CLI"
_V1 = "only version 1 of the AWS CLI has it"

# What version 1.46 and version 2.36 of the AWS CLI do not share, each with what does it there.
_OF_ONE_VERSION: Mapping[str, tuple[str, str]] = {
    "agent-toolkit": (_V2, "it cannot run here"),
    "cli-dev": (_V2, "it cannot run here"),
    "cloudtrail create-subscription": (_V1, "write `cloudtrail create-trail`"),
    "cloudtrail update-subscription": (_V1, "write `cloudtrail update-trail`"),
    "cloudtrail verify-query-results": (_V2, "it cannot run here"),
    "configure agent-toolkit": (_V2, "it cannot run here"),
    "configure export-credentials": (_V2, "commands here find the profile's credentials"),
    "configure import": (_V2, "write `configure set` for each value"),
    "configure list-profiles": (_V2, "the profiles are the sections of `~/.aws/config`"),
    "configure mfa-login": (_V2, "write `sts get-session-token`, and `defaults --credentials`"),
    "configure sso": (_V2, "run it in a shell before"),
    "configure sso-session": (_V2, "run it in a shell before"),
    "ddb": (_V2, "write `dynamodb scan`, `dynamodb query` or `dynamodb put-item`"),
    "dsql generate-db-connect-admin-auth-token": (_V2, "it cannot run here"),
    "dsql generate-db-connect-auth-token": (_V2, "it cannot run here"),
    "ec2-instance-connect open-tunnel": (_V2, "run it in a shell"),
    "ec2-instance-connect ssh": (_V2, "run it in a shell"),
    "ecr get-login": (_V1, "write `ecr get-login-password`"),
    "ecs monitor-express-gateway-service": (_V2, "it cannot run here"),
    "emr-containers create-role-associations": (_V2, "it cannot run here"),
    "emr-containers delete-role-associations": (_V2, "it cannot run here"),
    "lightsail push-container-image": (_V2, "run it in a shell"),
    "login": (_V2, "run it in a shell before"),
    "logout": (_V2, "run it in a shell"),
    "logs tail": (_V2, "write `logs filter-log-events --log-group-name GROUP`"),
    "sso login": (_V2, "run it in a shell before"),
    "update": (_V2, "it cannot run here"),
    "wizard": (_V2, "run it in a shell"),
}


def elsewhere(name: str) -> str | None:
    """Return a hint for a command that the installed version lacks and the other one has."""
    version, instead = _OF_ONE_VERSION.get(name, ("", ""))
    return f"{version}: {instead}" if version else None
