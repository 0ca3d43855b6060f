"""Files as they are read."""

import sys

import pytest

from awsbatch.fault.error import UsageError
from awsbatch.script_file import content


def test_a_closed_standard_input_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    with pytest.raises(UsageError, match="cannot read standard input: it is closed"):
        content("-")
