"""The text of a file that the value of an option names, as far as it may be a secret."""

import os
from pathlib import Path

from awsbatch.aws.line_check.placeholder_word import has_hole
from awsbatch.aws.line_check.value.secret_part import FILES

_MOST = 64 * 1024
"""How many bytes a secret has: services keep no more."""


def small_text(value: str) -> str | None:
    """Return the text of the file of `file://…` or `fileb://…`, without its last newline.

    None where it is no file, or too large, or no text.
    """
    if has_hole(value):
        return None
    path = value.removeprefix(next(filter(value.startswith, FILES)))
    # awscli 1.46, paramfile.get_file: in this order, and from the working directory.
    file = Path(os.path.expandvars(os.path.expanduser(path)))  # noqa: PTH111
    try:
        # Nothing is taken from a pipe or a terminal.
        if not file.is_file() or file.stat().st_size > _MOST:
            return None
        return file.read_text(encoding="utf-8").rstrip("\r\n") or None
    # A path with a null byte, or what is no text, is a ValueError.
    except (OSError, ValueError):
        return None
