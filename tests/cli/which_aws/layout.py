"""Installations of the AWS CLI in a folder, as far as awsbatch looks at them."""

import os
from collections.abc import Mapping
from pathlib import Path

from awsbatch.cli.which_aws.cli_package import first_package
from awsbatch.cli.which_aws.own_environment import OwnEnvironment

PROGRAM = b"\x7fELF\0"


def program(file: Path, content: bytes = PROGRAM) -> Path:
    """Make an executable file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    file.chmod(0o755)
    return file


def package(site_folder: Path, version: str) -> Path:
    """Make a package `awscli` that says its version."""
    folder = site_folder / "awscli"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").write_text(f'import os\n\n__version__ = "{version}"\n')
    return folder


def installation(prefix: Path, python: str, version: str, flags: str = "") -> Path:
    """Make a Python with an AWS CLI and its script, and return the script."""
    interpreter = program(prefix / "bin" / f"python{python}")
    package(prefix / "lib" / f"python{python}" / "site-packages", version)
    first = f"#!{interpreter}{flags and f' {flags}'}\n"
    return program(prefix / "bin" / "aws", f"{first}import awscli.clidriver\n".encode())


def put(root: Path, there: Mapping[str, str]) -> None:
    """Put files: each a `program`, `folder`, `-> LINK`, script or text; `{}` is `root`."""
    for name, what in there.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if what == "program":
            program(file)
        elif what == "folder":
            file.mkdir()
        elif what.startswith("-> "):
            file.symlink_to(what.removeprefix("-> ").replace("{}", os.fspath(root)))
        elif what.startswith("#!"):
            program(file, what.replace("{}", os.fspath(root)).encode())
        else:
            file.write_text(what)


def own_environment(root: Path, version: str | None) -> OwnEnvironment:
    """Make the environment of awsbatch itself, with Python 3.12 and perhaps an AWS CLI."""
    prefix = root / "own"
    site_folder = prefix / "lib" / "python3.12" / "site-packages"
    if version is not None:
        installation(prefix, "3.12", version)
    return OwnEnvironment(
        prefix / "bin" / "python3.12",
        {prefix.resolve() / "bin"},
        (3, 12),
        first_package([site_folder]),
    )
