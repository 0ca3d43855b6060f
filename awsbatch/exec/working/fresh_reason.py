"""Calls that are left to a process of their own, whatever they do there, and why.

What calls need for what they do is known where they are made: see
`awsbatch.contract.own_process`.
"""

import re
from collections.abc import Mapping

from awsbatch.exec.call_request import CallRequest
from awsbatch.exec.client_frame import FOLDER, STREAMS
from awsbatch.exec.working import start_variable

# Paths that each process has of its own, but for those of the three that a client hands over.
_NAMES_OWN = re.compile(
    r"/dev/fd/(?![012](?:$|\D))|/proc/(?:self|thread-self)/(?!fd/[012](?:$|\D))"
).search


def fresh_reason(request: CallRequest, mask: int, first: Mapping[str, str]) -> str | None:
    """Return why a call is not made by a worker, as a clause; None where it may be.

    `first` is the environment that the program began with.
    """
    if mask & STREAMS != STREAMS:
        return "one of its standard streams is closed"
    if not mask & FOLDER:
        return "its folder cannot be opened"
    if (name := start_variable.changed(request.environ, first)) is not None:
        return f"its `{name}` is another"
    if any(map(_NAMES_OWN, [*request.words, *request.environ.values()])):
        return "it names an open file that only its own process has"
    return None
