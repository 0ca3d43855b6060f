"""Asks STS whose credentials are, with those very credentials.

They are asked for where the command that they sign is sent: in its region and
partition, or at its endpoint where that is not AWS's.
"""

import os
from contextlib import suppress
from contextvars import copy_context
from typing import Any

import botocore.configprovider
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BotocoreConnectionError
from botocore.loaders import create_loader

from awsbatch.aws.catalog.partition import Home, Partitions
from awsbatch.aws.invocation import Abandoned, Invocation, enter
from awsbatch.aws.session.account_book import Account, AccountBook
from awsbatch.aws.traffic import Traffic
from awsbatch.aws.version.installed import own_features
from awsbatch.aws.wire import request
from awsbatch.output.memory import Memory
from awsbatch.record import record

# A command waits for it.
_CONFIG = Config(connect_timeout=5, read_timeout=10, retries={"max_attempts": 2})
_UNREACHABLE = (BotocoreConnectionError, HTTPClientError)
# What STS answers where a region is not enabled for an account, or does not know its tokens.
_OF_REGION = frozenset({"InvalidClientTokenId", "RegionDisabledException"})
# The AWS CLI before 2.13 knows no endpoints but those of options.
HAS_CONFIGURED_ENDPOINTS = hasattr(botocore.configprovider, "ConfiguredEndpointProvider")

_VARIABLE = "AWS_ENDPOINT_URL_STS"


class CallerIdentities:
    """Knows the accounts of credentials, in one run."""

    def __init__(self) -> None:
        self.partitions = Partitions(create_loader())
        self._book = AccountBook()
        self._places: dict[tuple[str | None, str | None], tuple[str | None, Home]] = {}

    def account(
        self, invocation: Invocation, frozen: Any, region: str | None, url: str | None
    ) -> Account:
        """Return the account of frozen credentials that sign what an invocation sends to `url`.

        Without a URL, they are sent to AWS. It takes as long as a request, for the first who asks
        for an access key.
        """
        endpoint, home = self._place(region, url)
        question = _Question(invocation, frozen, home, endpoint)
        return self._book.account(frozen, endpoint or home.partition, question.ask)

    def _place(self, region: str | None, url: str | None) -> tuple[str | None, Home]:
        """Return the endpoint to ask, if it is not AWS's, and the home of the region."""
        place = self._places.get((region, url))
        if place is None:
            endpoint = None if url is None or self.partitions.has(url) else url
            place = self._places[region, url] = endpoint, self.partitions.home(region)
        return place


@record
class _Question:
    """One question for an account."""

    invocation: Invocation
    frozen: Any
    home: Home
    endpoint: str | None

    def ask(self) -> str:
        """Return what STS answers, in the main region of the partition where it must."""
        try:
            return self._apart(self.home.region)
        except (*_UNREACHABLE, ClientError) as error:
            if (
                self.endpoint is None
                and self.home.main_region != self.home.region
                and _is_of_region(error)
            ):
                # What went wrong first is what tells.
                with suppress(Exception):
                    return self._apart(self.home.main_region)
            raise

    def _apart(self, region: str) -> str:
        """Ask in a context where nothing that comes of it is said of the command under way."""
        asker = self.invocation
        own = Invocation(
            (),
            stdout=Memory(),
            stderr=Memory(),
            cancellation=asker.cancellation,
            # It is no request of a command's, nor of what its credentials need.
            traffic=Traffic(),
        )
        try:
            return copy_context().run(self._asked, own, region)
        except Abandoned:
            # In a thread of the CLI's that is another exception.
            asker.check()
            raise

    def _asked(self, own: Invocation, region: str) -> str:
        enter(own)
        asker = self.invocation
        assert asker.sessions is not None  # noqa: S101 (it has parsed options)
        session = asker.sessions(getattr(asker.options, "profile", None), None)
        events = session.get_component("event_emitter")
        request.register_for_credentials(events, tells_signers=session.shared.tells_signers)
        # In version 1, a setting has it called in another region.
        session.set_config_variable("sts_regional_endpoints", "regional")
        has_own = _has_own_endpoint(session)
        if self.endpoint is None and not has_own:
            session.set_config_variable("ignore_configured_endpoint_urls", value=True)
        try:
            with own_features():
                client = session.create_client(
                    "sts",
                    region_name=region,
                    endpoint_url=None if has_own else _endpoint(self.endpoint),
                    verify=getattr(asker.options, "verify_ssl", None),
                    aws_access_key_id=self.frozen.access_key,
                    aws_secret_access_key=self.frozen.secret_key,
                    aws_session_token=self.frozen.token,
                    config=_CONFIG,
                )
                return str(client.get_caller_identity()["Account"])
        finally:
            session.settle(retried=False)


def _is_of_region(error: Exception) -> bool:
    if isinstance(error, ClientError):
        return error.response.get("Error", {}).get("Code") in _OF_REGION
    return True


def _endpoint(of_command: str | None) -> str | None:
    """Return the endpoint to ask, from that of a command if it has one that is not AWS's."""
    if of_command is None or HAS_CONFIGURED_ENDPOINTS:
        return of_command
    # The message of a refusal says so, with any AWS CLI.
    return os.environ.get(_VARIABLE, of_command)


def _has_own_endpoint(session: Any) -> bool:
    """Return whether the environment or the configuration says where STS is."""
    if not HAS_CONFIGURED_ENDPOINTS or session.get_config_variable(
        "ignore_configured_endpoint_urls"
    ):
        return False
    if _VARIABLE in os.environ:
        return True
    name = session.get_scoped_config().get("services")
    services = session.full_config.get("services", {}).get(name, {})
    return "endpoint_url" in services.get("sts", {})
