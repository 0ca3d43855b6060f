"""Which versions of the AWS CLI are supported, and what is said of any other."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import awscli

from awsbatch.contract.oldest_aws import OLDEST, needed
from awsbatch.fault.error import AwsbatchError

_HOMES = ("awscli.", "botocore.", "s3transfer.")
# Python 3.12 has it as an attribute.
_IMPORTED = re.compile("cannot import name '(.+?)'")


@contextmanager
def met() -> Iterator[None]:
    """Import in this block what stands on the AWS CLI.

    Raise `AwsbatchError` where that is too old, or lacks what is looked for.
    """
    version = awscli.__version__
    if _is_too_old(version):
        raise AwsbatchError(
            f"expected version 1.{OLDEST[1]} or later of the AWS CLI, or 2.{OLDEST[2]} or later,"
            f" found `{version}`",
            hint="`pip install --upgrade awscli` installs version 1",
        )
    try:
        yield
    except (ImportError, AttributeError) as error:
        if (lacking := _lacking(error)) is None:
            raise
        raise AwsbatchError(
            f"version `{version}` of the AWS CLI has no `{lacking}`, which awsbatch stands on",
            hint="a later awsbatch may know this version",
        ) from error


def _is_too_old(version: str) -> bool:
    major, minor = (int(number) for number in version.split(".")[:2])
    return needed(major, minor) is not None


def _lacking(error: ImportError | AttributeError) -> str | None:
    """Return the name that was looked for in the AWS CLI, None if that was elsewhere."""
    if isinstance(error, ImportError):
        home, name = error.name or "", _IMPORTED.match(str(error))
        found = f"{home}.{name[1]}" if name is not None else home
    else:
        owner = error.obj
        home = owner.__name__ if isinstance(owner, ModuleType) else _place(owner)
        found = f"{home}.{error.name}"
    return found if found.startswith(_HOMES) else None


def _place(owner: object) -> str:
    kind = owner if isinstance(owner, type) else type(owner)
    return f"{kind.__module__}.{kind.__qualname__}"
