"""awsbatch with a sandbox that is there already, and emptied for each run.

    python -m tests.documents.sandboxed URL [WORD…]

To start one takes half a second, and each line of a session has its own.
"""

import sys
from contextlib import AbstractContextManager, nullcontext
from urllib.request import Request, urlopen

from awsbatch.__main__ import main
from awsbatch.sandbox import sandbox
from awsbatch.sandbox.sandbox import Sandbox


def _emptied(*_: object) -> AbstractContextManager[Sandbox]:
    with urlopen(Request(f"{_URL}/moto-api/reset", method="POST")):  # noqa: S310 (http)
        return nullcontext(Sandbox(_URL))


if __name__ == "__main__":
    _URL = sys.argv.pop(1)
    sandbox.start = _emptied  # type: ignore[assignment] # a simpler one
    sys.exit(main())
