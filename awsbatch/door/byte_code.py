"""Where the byte code of awsbatch is kept for the AWS CLI's Python, which may keep none itself.

Only in a folder of the user's that nobody else can look into or write to:
who can write byte code can have it run.
"""

import sys
from pathlib import Path

from awsbatch.private_folder import user_cache


def folder() -> Path | None:
    """Return the folder, which is made if need be; None if there is none, or none is wanted."""
    if sys.dont_write_bytecode:
        return None
    ours = user_cache()
    return None if ours is None else ours / "byte-code"
