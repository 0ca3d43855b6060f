"""The source of the AWS CLI and of what it stands on, read for what it asks of its process."""

import ast
from collections.abc import Iterator
from pathlib import Path

import awscli
import botocore
import urllib3

_LEFT_OUT = {"testutils.py", "examples", "vendored"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Return the modules by name, as syntax."""
    for package in (awscli, botocore, urllib3):
        folder = Path(str(package.__file__)).parent
        for file in sorted(folder.rglob("*.py")):
            path = file.relative_to(folder.parent)
            if _LEFT_OUT.isdisjoint(path.parts):
                name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
                yield name.replace("awscli.botocore", "botocore"), ast.parse(file.read_bytes())
