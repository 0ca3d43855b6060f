"""The environment of the process, as far as what is kept between commands is made from it.

What the AWS CLI looks up for each command anew, such as `PAGER`,
`KUBECONFIG` or `AWS_PAGER`, need not be told apart; where that is not sure, it is.
What it looks up once, when its modules are imported, is put in order here.
The models of services that the user has added count as part of it.
"""

import os
import re
from collections.abc import Hashable, Iterator, Mapping

from awsbatch.aws.session import library
from awsbatch.aws.session.certificate_file import VARIABLES as _CERTIFICATES
from awsbatch.aws.version import data_path, home

try:
    from botocore.useragent import _USERAGENT_AGENTIC_CALLER_ENV_VAR_MAPPINGS as _AGENTS
except ImportError:
    # Before AWS CLI 2.36, which tells in the user agent which program calls it.
    _AGENTS = ()

# awscli 1.44 to 2.36, with their botocore, urllib3, requests and OpenSSL, and Python's search for
# proxies. The names of proxies are read in either case.
_NAMES = ("HOME", "REQUEST_METHOD", "SSLKEYLOGFILE", *_CERTIFICATES, *(name[0] for name in _AGENTS))
_IS_KEPT = re.compile(rf"AWS_.*|BOTO.*|.*_(?i:proxy)|{'|'.join(_NAMES)}", re.DOTALL).fullmatch
# They name files and folders, or several with colons between.
_NAMES_FILES = re.compile(
    rf"AWS_.*_(?:FILE|PATH|BUNDLE|DIRECTORY)|BOTO_CONFIG|SSLKEYLOGFILE|HOME|{'|'.join(_CERTIFICATES)}"
).fullmatch


def surroundings() -> Hashable:
    """Put the process in order for its environment of now; return what tells that from others.

    Two environments with the same answer are alike to all that is kept. Call it
    once the environment and the current folder are those of the next command.
    """
    data_path.complete(os.environ)
    home.move_to(os.path.expanduser("~"))  # noqa: PTH111 (for each command)
    kept = {name: value for name, value in os.environ.items() if _IS_KEPT(name)}
    files = [os.path.expandvars(file) for file in _files(kept)]
    is_relative = any(file[:1] not in ("/", "~") for file in files)
    folder = _folder() if is_relative else None
    return frozenset(kept.items()), tuple(files), folder, library.added()


def _files(kept: Mapping[str, str]) -> Iterator[str]:
    """Return the paths that variables name."""
    for name, value in sorted(kept.items()):
        if _NAMES_FILES(name):
            yield from filter(None, value.split(os.pathsep))


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109 (for each command)
    except FileNotFoundError:
        return None
