"""Runs awsbatch without some of its shortcuts.

python without.py SHORTCUT,… WORD…
"""

import sys

from awsbatch.__main__ import main
from awsbatch.aws.fast_path import registry

_of_module = registry._of_module  # noqa: SLF001 (there is no option that leaves one out)


def _leave_out(names: set[str]) -> None:
    registry._of_module = lambda module: [  # noqa: SLF001
        each for each in _of_module(module) if each.name not in names
    ]


if __name__ == "__main__":
    _leave_out({*sys.argv.pop(1).split(",")})
    main()
