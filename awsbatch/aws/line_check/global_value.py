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

from awsbatch.aws.catalog.region import Regions
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.option_fault import unlike
from awsbatch.aws.line_check.placeholder_word import has_hole, is_unknown
from awsbatch.aws.line_check.query import wrong_query
from awsbatch.aws.line_check.reading import GivenOption, Reading
from awsbatch.contract.finding import Finding


def wrong_client(line: CommandLine) -> Iterator[Finding]:
    """Find a region or an endpoint URL that botocore makes no client for."""
    # A skeleton is written without a client.
    if any(arg.startswith("--generate-cli") for arg in line.args):
        return
    for name, given in line.reading.last.items():
        if name not in ("region", "endpoint_url") or has_hole(given.value):
            continue
        if name == "region" and not _is_region(given.value):
            yield unlike(given.value, given.matches[0], "a region such as `us-east-1`")
        elif name == "endpoint_url" and not _is_url(given.value):
            yield _no_url(given)


def strange_region(reading: Reading, regions: Regions, *, elsewhere: bool) -> Iterator[Finding]:
    """Warn of a region that no partition has; one of an endpoint of its own may have any name.

    `elsewhere` is whether commands go to such an endpoint without an option for it.
    """
    given = reading.last.get("region")
    if given is None or elsewhere or "endpoint_url" in reading.last or has_hole(given.value):
        return
    name = given.value
    if _is_region(name) and not regions.has(name):
        near = regions.nearest(name)
        at, width = (name.offset, len(name)) if name.offset else (None, None)
        message = f"no partition of AWS has a region `{name}`"
        hint = f"did you mean `{near}`?" if near else None
        yield Finding(name.place, message, hint, at, width, warning=True, unless="--endpoint-url")


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


def _no_url(given: GivenOption) -> Finding:
    is_host = given.value and "://" not in given.value
    hint = f"write `http://{given.value}`" if is_host else None
    return unlike(given.value, given.matches[0], "a URL", hint)


def wrong_globals(reading: Reading) -> Iterator[Finding]:
    """Find values of global options that the CLI refuses before it looks at the command."""
    for name, given in reading.last.items():
        if is_unknown(given.value):
            continue
        match name:
            case "query":
                yield from wrong_query(given)
            case "endpoint_url" if _has_no_scheme(given.value):
                yield _no_url(given)
            case "read_timeout" | "connect_timeout" if not _is_integer(given.value):
                yield unlike(given.value, given.matches[0], "an integer")
    yield from _both_prompts(reading)


def _both_prompts(reading: Reading) -> Iterator[Finding]:
    # The entry point of `aws` compares whole words.
    flags = {str(given.word): given.word for given in reading.known}
    if "--cli-auto-prompt" in flags and "--no-cli-auto-prompt" in flags:
        yield Finding(
            flags["--no-cli-auto-prompt"].place,
            "`--no-cli-auto-prompt` cannot be given with `--cli-auto-prompt`",
            "leave both out: nothing is asked",
        )


def _has_no_scheme(text: str) -> bool:
    """Return whether the CLI refuses an endpoint URL, as it does if no scheme begins it."""
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
