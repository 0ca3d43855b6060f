"""Who signs a command's requests instead of its profile, as plain data.

Whoever runs commands is told this and nothing more, so that it can run them
in another process as well. No text shows the values of secrets.
"""

from dataclasses import field
from typing import TypeAlias

from awsbatch.record import record

SIGNING = ("--credentials", "--role-arn", "--role-session-name", "--external-id")
"""The options of `defaults` that choose who signs, which no command has from the AWS CLI."""


@record
class Keys:
    """Credentials that a value gave."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What commands that these keys sign are shown with."""
        return self.access_key_id


@record
class Profile:
    """What signs where nothing else was chosen; None is what the environment chooses."""

    name: str | None = None


@record
class Role:
    """A role, assumed with the credentials of its source; equal if it is assumed only once."""

    arn: str
    session_name: str
    external_id: str | None = None
    source: "Keys | Profile | Role" = field(default_factory=Profile)
    profile: str | None = field(default=None, compare=False)
    """The profile whose settings the request to assume it has; None for the environment's."""
    region: str | None = field(default=None, compare=False)
    """The region of that request, if it is not the profile's."""

    @property
    def name(self) -> str:
        """What commands that this role signs are shown with."""
        return self.arn


Signer: TypeAlias = Keys | Role
"""Who signs instead of the profile."""


@record
class UnknownSigner:
    """Who would sign, where a plan does not know the credentials or the role."""

    name: str
    """What commands are shown with: the placeholder as it is written."""
