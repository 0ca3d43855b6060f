"""The program `aws` that calls workers."""

import sys
import tempfile
from pathlib import Path

_SOURCE = Path(__file__).parent / "client" / "aws.py"


def client_folder() -> Path:
    """Return the folder that the program is in."""
    folder = Path(tempfile.gettempdir(), "awsbatch-exec-client")
    folder.mkdir(exist_ok=True)
    program = folder / "aws"
    program.write_text(f"#!{sys.executable} -IS\n{_SOURCE.read_text()}")
    program.chmod(0o700)
    return folder
