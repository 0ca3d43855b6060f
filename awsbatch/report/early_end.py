"""Why a run ended before its end, in a sentence."""

from awsbatch.event import Cause, EndedEarly, LeftOut, Started
from awsbatch.fault.place import Place

_SENTENCES = {
    Cause.INTERRUPTED: "the run was interrupted",
    Cause.TERMINATED: "the run was terminated",
    Cause.HUNG_UP: "the run ended, because its terminal is gone",
    Cause.CLOSED: "the run ended, because nobody reads its output",
    Cause.UNWRITTEN: "the run ended, because output could not be written",
    Cause.HALT: "`--halt` ended the run, because {} failed",
    Cause.ERREXIT: "`--errexit` ended the run, because {} failed",
    Cause.FAIL: "the `fail` at {} ended the run",
    Cause.GUARD: "the `assert` at {} ended the run",
    Cause.REFUSED: "the run ended at {}, because a guard refused a command",
    Cause.GAVE_UP: "the run gave up, because all failed alike from {} on",
    Cause.UNSIGNED: "the run ended at {}, because no command can work",
    Cause.CHANGED: "the run ended at {}, because it cannot be resumed there",
    Cause.UNLOGGED: "the run ended at {}, because its log could not be written",
}
_LEFT_OUT = {
    None: "no command that may change something was started",
    Cause.CHANGED: "the run was stopped to be resumed",
    Cause.UNLOGGED: "the log could not be written",
}


def sentence(event: EndedEarly) -> str:
    """Return why a run ended before its end, and which command was the last to begin."""
    why = _SENTENCES[event.cause].format(event.place)
    if event.last is None or _is_clear(event.last, event.place):
        return why
    return f"{why}; the last command to begin was {last(event.last)}"


def left_out(event: LeftOut) -> str:
    """Return why a `finally` was not run."""
    return _LEFT_OUT[event.cause]


def last(started: Started) -> str:
    """Return where a command stands, and in which rounds of loops it began."""
    rounds = ".".join(map(str, started.round))
    return f"{started.place} in round {rounds}" if rounds else str(started.place)


def _is_clear(started: Started, place: Place | None) -> bool:
    """Return whether the line to blame says by itself which command was the last."""
    return started.place == place and not started.round
