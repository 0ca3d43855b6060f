"""The values of the global options, such as `--query` and `--endpoint-url`."""

from argparse import Namespace
from collections.abc import Iterator

from awscli.customizations.globalargs import resolve_types
from botocore.exceptions import InvalidRegionError
from botocore.utils import (
    is_valid_endpoint_url,
    is_valid_ipv6_endpoint_url,
    validate_region_name,
)

from awsbatch.aws.line_check.cli_parser import Given, Read, last_of
from awsbatch.aws.line_check.command_line import Line
from awsbatch.aws.line_check.line_fault import unlike
from awsbatch.aws.line_check.placeholder_word import is_elsewhere, is_hidden
from awsbatch.aws.line_check.query import wrong_query
from awsbatch.contract.finding import Finding


def wrong_client(line: Line) -> Iterator[Finding]:
    """Find a region or an endpoint that no client can be made for."""
    if any(arg.startswith("--generate-cli") for arg in line.args):
        return
    for name, given in last_of(line.read).items():
        if name not in ("region", "endpoint_url") or is_hidden(given.value):
            continue
        if name == "region" and not _is_region(given.value):
            yield unlike(given.value, given.matches[0], "a region such as `us-east-1`")
        elif name == "endpoint_url" and not _is_url(given.value):
            yield _no_url(given)


def _is_region(text: str) -> bool:
    try:
        validate_region_name(text)
    except InvalidRegionError:
        return False
    return True


def _is_url(text: str) -> bool:
    try:
        return bool(is_valid_endpoint_url(text) or is_valid_ipv6_endpoint_url(text))
    except ValueError:
        return False


def _no_url(given: Given) -> Finding:
    is_host = given.value and "://" not in given.value
    hint = f"write `http://{given.value}`" if is_host else None
    return unlike(given.value, given.matches[0], "a URL", hint)


def wrong_globals(read: Read) -> Iterator[Finding]:
    """Find values that the CLI refuses before it looks at the command."""
    for name, given in last_of(read).items():
        if is_elsewhere(given.value):
            continue
        match name:
            case "query":
                yield from wrong_query(given)
            case "endpoint_url" if _has_no_scheme(given.value):
                yield _no_url(given)
            case "read_timeout" | "connect_timeout" if not _is_integer(given.value):
                yield unlike(given.value, given.matches[0], "an integer")


def _has_no_scheme(text: str) -> bool:
    try:
        resolve_types(Namespace(endpoint_url=str(text)))
    except Exception:  # noqa: BLE001 (the CLI ends with whatever it is)
        return True
    return False


def _is_integer(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True
