"""The function of local files."""

import os
from collections.abc import Callable
from pathlib import Path

from awsbatch.expression.functions.signature import EvaluationError, shown, takes
from awsbatch.expression.unknown_value import UnknownError
from awsbatch.fault.wording import reason


class LocalTextFunctions:
    """The function that reads a file, the only one that looks outside the run."""

    would_write: Callable[[Path], bool] | None

    @takes(["string"])
    def _func_read(self, path: str) -> str:
        """Return the text of a file in UTF-8; raise `EvaluationError` if it cannot be read."""
        file = local_path(path)
        if self.would_write is not None and self.would_write(file):
            raise UnknownError
        try:
            return file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise EvaluationError(
                f"`read()` takes a text in UTF-8, and {shown(path)} is none",
                "give the file to the option itself by fileb://",
            ) from error
        # A path with a null byte is a ValueError.
        except (OSError, ValueError) as error:
            raise EvaluationError(f"`read()` cannot read {shown(path)}: {reason(error)}") from error


def local_path(path: str) -> Path:
    """Return the file that `file://` of this path means to the AWS CLI."""
    # awscli 1.46, paramfile.get_file: in this order, and from the working directory.
    return Path(os.path.expandvars(os.path.expanduser(path)))  # noqa: PTH111 (as the CLI does)
