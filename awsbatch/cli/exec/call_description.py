"""What a worker tells of a call to whoever reports it: its words, and why it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from awsbatch.contract.mask import Masked
    from awsbatch.contract.outcome import Outcome
    from awsbatch.contract.word import Word


class _Runner(Protocol):
    def masked(self, words: Sequence[Word], /) -> Masked:
        """See `awsbatch.contract.runner.CommandRunner`."""


def description(
    runner: _Runner, words: Sequence[str], outcome: Outcome | None, *, whole: bool
) -> dict[str, Any]:
    """Return what is told of a call, as JSON has it and without its secrets.

    Of one that succeeded, or that was not made, that is nothing unless it is asked for `whole`.
    """
    if (outcome is None or not outcome.exit_status) and not whole:
        return {}
    failure = None if outcome is None else outcome.failure
    # Of use for such calls only.
    from awsbatch.engine.command_mask import CommandMask
    from awsbatch.engine.shown_command import ShownWords
    from awsbatch.redaction.secret import Secrets

    # The secrets of other calls are not known here.
    shown = ShownWords([(word,) for word in words], CommandMask(runner.masked, Secrets()))
    told: dict[str, Any] = {"words": [*shown]}
    if failure is not None:
        told["failure"] = {
            "code": failure.code,
            "message": shown.hidden(failure.message),
            "request_id": failure.request_id,
            "local": failure.local,
        }
    elif outcome is not None:
        told["request_id"] = outcome.request_id
    return told
