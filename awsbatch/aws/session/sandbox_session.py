"""A session on which every profile exists and nothing of the user's is read."""

from typing import Any
from urllib.parse import urlsplit

from botocore.config import Config

from awsbatch.aws.botocore_events import Client
from awsbatch.aws.session.client_factory import by_name
from awsbatch.aws.session.session import Session
from awsbatch.aws.session.shared_parts import Shared

_SIGNING = {"aws_access_key_id", "credential_process", "role_arn", "web_identity_token_file"}
"""The settings of a profile that say who signs."""


class SandboxSession(Session):
    """A session whose commands go to the sandbox at `endpoint_url`, whatever their profile."""

    reads_environment = False

    def __init__(self, shared: Shared, endpoint_url: str, *, keeps_clients: bool) -> None:
        super().__init__(shared, keeps_clients=keeps_clients)
        self._url = endpoint_url
        self._host = urlsplit(endpoint_url).netloc
        self.set_credentials("testing", "testing")
        self.set_default_client_config(Config(inject_host_prefix=False))
        self.register("before-call", self._drop_host_prefix)

    def create_client(self, service_name: str, *args: Any, **kwargs: Any) -> Client:
        """Return a client of the sandbox: see `Session`."""
        arguments = by_name(args, kwargs)
        # Who assumes a role names no endpoint, and awscli before 2.13 knows no variable for it.
        url = arguments.pop("endpoint_url", None) or self._url
        return super().create_client(service_name, endpoint_url=url, **arguments)

    def _credentials_of_profile(self, *, tells: bool) -> Any:
        """Return what a command of this run configured for the profile, or the sandbox's own."""
        if _SIGNING.isdisjoint(self.get_scoped_config()):
            return self._credentials
        return super()._credentials_of_profile(tells=tells)

    def _drop_host_prefix(self, params: dict[str, Any], **_: Any) -> None:
        """Undo what endpoint rules, such as those of s3control, put before the host's name."""
        url = urlsplit(params["url"])
        if url.netloc.endswith(f".{self._host}"):
            params["url"] = url._replace(netloc=self._host).geturl()

    @property
    def full_config(self) -> dict[str, Any]:
        """The configuration that commands of this run wrote; every profile is in it."""
        config: dict[str, Any] = super().full_config
        if not isinstance(config["profiles"], _AnyProfile):
            config["profiles"] = _AnyProfile(config["profiles"])
        return config


class _AnyProfile(dict[str, dict[str, Any]]):
    """Profiles by name, where a profile that nobody wrote is there and empty."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> dict[str, Any]:
        return {}
