"""When credentials are found anew, in a process that stands in for many fresh ones.

A fresh `aws` finds its credentials by itself. What is kept from call to call:

- keys of the environment and of files, as long as these stay as they are: see
  `config_generation`;
- those of roles, SSO sessions and logins, until botocore renews them, or a
  file changes in the folders where the AWS CLI keeps what it found, from which
  a fresh `aws` would take them: `sso login` elsewhere, or a cache removed;
- those of an EC2 instance or a container, until botocore renews them;
- those that a `credential_process` gives with an end, until then, as long as
  the program would see the same environment and folder. Without an end, they
  are for one call: the program alone knows whether they hold;
- all others, such as those of `~/.boto`, for one call;
- none that a call has failed for.
"""

import os
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Any

from botocore.credentials import ProcessProvider, RefreshableCredentials

# botocore 1.29 to 1.44: how it names where credentials are from.
_OF_FILES = {"env", "explicit", "shared-credentials-file", "config-file"}
_KEPT = {*_OF_FILES, "iam-role", "container-role"}
_OF_CACHES = {"assume-role", "assume-role-with-web-identity", "sso", "login"}
_OF_PROGRAMS = ProcessProvider.METHOD
# Shells change them from command to command.
_OF_SHELLS = {"_", "OLDPWD", "PWD", "SHLVL"}
_LOGINS = "AWS_LOGIN_CACHE_DIRECTORY"


class Renewal:
    """Tells when the credentials of one environment, with its files as they are, are too old."""

    def __init__(self, profiles: Mapping[str, Mapping[str, Any]]) -> None:
        self._has_programs = any("credential_process" in each for each in profiles.values())
        self._caches: Hashable = None
        self._environment: Hashable = None

    def is_due(self, credentials: Collection[Any]) -> bool:
        """Return whether these are to be found anew for the next call; asked before each."""
        # Before any are looked for: what changes meanwhile counts as a later change.
        caches, self._caches = self._caches, frozenset(_cached())
        environment = self._environment
        if self._has_programs:
            self._environment = frozenset(_seen_by_programs())
        kept = _KEPT | _OF_CACHES if caches == self._caches else _KEPT
        runs_alike = environment == self._environment
        return not all(
            each.method in kept or (each.method == _OF_PROGRAMS and runs_alike and _has_end(each))
            for each in credentials
        )


def _has_end(credentials: Any) -> bool:
    return isinstance(credentials, RefreshableCredentials)


def _cached() -> Iterator[Hashable]:
    """Return what tells the files that the AWS CLI keeps credentials in from others."""
    home = os.path.expanduser("~/.aws")  # noqa: PTH111 (before each call)
    logins = os.environ.get(_LOGINS, f"{home}/login/cache")
    yield from _stamps(f"{home}/cli/cache")
    yield from _stamps(f"{home}/sso/cache")
    yield from _stamps(os.path.expanduser(os.path.expandvars(logins)))  # noqa: PTH111 (as the CLI)


def _stamps(folder: str) -> Sequence[Hashable]:
    try:
        with os.scandir(folder) as files:
            return [_stamp(file) for file in files if file.name.endswith(".json")]
    except OSError:
        # Nobody has logged in, or a file is gone as soon as it was seen.
        return ()


def _stamp(file: os.DirEntry[str]) -> Hashable:
    status = file.stat()
    return file.path, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _seen_by_programs() -> Iterator[Hashable]:
    """Return what tells an environment from others for a program that is started in it."""
    yield from (each for each in os.environ.items() if each[0] not in _OF_SHELLS)
    try:
        yield os.getcwd()  # noqa: PTH109 (before each call)
    except FileNotFoundError:
        yield None
