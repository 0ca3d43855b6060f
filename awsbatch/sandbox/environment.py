"""The environment variables of a sandboxed run, none of which is the user's."""

import os
from collections.abc import Mapping
from pathlib import Path

_KEPT = frozenset(
    {
        # awscli 1.46: `import awscli` sets it, and finds none of its commands without it.
        "AWS_DATA_PATH",
        "AWS_DEFAULT_OUTPUT",
        "AWS_DEFAULT_REGION",
        "AWS_PAGER",
        "AWS_REGION",
    }
)
_PROXIES = frozenset({"ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"})
_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
    "BOTO_CONFIG": os.devnull,
}


def environment(
    endpoint_url: str, folder: Path, before: Mapping[str, str] | None = None
) -> dict[str, str | None]:
    """Return the changes to an environment for a sandboxed run; None removes a variable.

    Without another one, it is that of this process. `folder` must have no file named `config`
    or `credentials`.
    """
    before = os.environ if before is None else before
    region = before.get("AWS_DEFAULT_REGION") or before.get("AWS_REGION") or "us-east-1"
    return {
        **{name: None for name in before if _is_the_users(name)},
        **_CREDENTIALS,
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        # AWS CLI 2.35.13 and later keep a database in it.
        "HOME": str(folder),
        "AWS_DEFAULT_REGION": region,
        "AWS_ENDPOINT_URL": endpoint_url,
        # A prefixed host such as `123456789012.127.0.0.1` does not exist.
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "NO_PROXY": "*",
    }


def for_call(endpoint_url: str, folder: Path, before: Mapping[str, str]) -> dict[str, str]:
    """Return the whole environment of a call of `aws`, whose own says whatever it does."""
    changes = environment(endpoint_url, folder, before)
    return {name: value for name, value in {**before, **changes}.items() if value is not None}


def for_program(endpoint_url: str, folder: Path, before: Mapping[str, str]) -> dict[str, str]:
    """Return the whole environment of a program that is no `aws`.

    It keeps its home and its proxies: what it does elsewhere is its own business.
    """
    kept = {name: value for name, value in before.items() if name == "HOME" or _is_proxy(name)}
    bypasses = {
        name: ",".join(filter(None, (before.get(name), "127.0.0.1")))
        for name in ("NO_PROXY", "no_proxy")
        # Whoever knows both heeds the second, if it is there.
        if name in before or name == "NO_PROXY"
    }
    called = for_call(endpoint_url, folder, before)
    return {**{name: value for name, value in called.items() if name != "HOME"}, **kept, **bypasses}


def for_server(library_path: str | None) -> dict[str, str]:
    """Return the whole environment of the server's process, with its own LD_LIBRARY_PATH."""
    kept = {name: value for name, value in os.environ.items() if not _is_the_users(name)}
    # The server has a botocore of its own, with other data, and other libraries than a bundle.
    for name in ("AWS_DATA_PATH", "LD_LIBRARY_PATH"):
        kept.pop(name, None)
    if library_path is not None:
        kept["LD_LIBRARY_PATH"] = library_path
    files = ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "HOME")
    return {**kept, **_CREDENTIALS, **dict.fromkeys(files, os.devnull)}


def _is_the_users(name: str) -> bool:
    known = name.upper()
    return (known.startswith("AWS_") and known not in _KEPT) or _is_proxy(name)


def _is_proxy(name: str) -> bool:
    return name.upper() in _PROXIES
