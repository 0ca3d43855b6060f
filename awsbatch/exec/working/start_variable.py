"""Variables that a process, or a library in it, reads when it starts and never again."""

import re
from collections.abc import Mapping

# Of Python, the C library and its loader, OpenSSL, botocore, and the loader of the AWS CLI's
# bundles.
_IS_ONE = re.compile(
    "TZ|TZDIR|LANG|LANGUAGE|LOCPATH|NLSPATH|GCONV_PATH|HOSTALIASES|LOCALDOMAIN|RES_OPTIONS"
    "|GLIBC_TUNABLES|AWS_NEW_RETRIES_2026|BOTO_DISABLE_CRT"
    "|(?:LC_|PYTHON|LD_|DYLD_|MALLOC_|OPENSSL_|_PYI_).*",
    re.DOTALL,
).fullmatch


def start_variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Return those of an environment."""
    return {name: value for name, value in environ.items() if _IS_ONE(name)}


def changed(environ: Mapping[str, str], before: Mapping[str, str]) -> str | None:
    """Return the name of one that has changed, None where none has."""
    now, then = start_variables(environ), start_variables(before)
    names = (name for name in sorted({*now, *then}) if now.get(name) != then.get(name))
    return next(names, None)
