"""Why an `assert` stops a run, and a `fail` a part of it."""

from awsbatch.engine.scope import NotSetError, Scope
from awsbatch.engine.substitution import as_written, texts
from awsbatch.event import Blame
from awsbatch.expression.expression import is_true
from awsbatch.fault.error import AwsbatchError, FailedError, ScriptError
from awsbatch.language.model import Assert, Fail


def refusal(statement: Assert, scope: Scope) -> AwsbatchError | None:
    """Return why an `assert` stops the run, or None if its condition holds."""
    try:
        if is_true(scope.evaluate(statement.condition)):
            return None
    except NotSetError as missing:
        return unknown(statement, missing.blame)
    except ScriptError as error:
        return error
    message = _message(statement, scope) or "this does not hold"
    return ScriptError(message, place=statement.condition.place)


def failing(statement: Fail, scope: Scope) -> FailedError:
    """Return the failure that a `fail` is."""
    return FailedError(_message(statement, scope) or "failed", place=statement.place)


def unknown(statement: Assert, blame: Blame) -> ScriptError:
    """Return the error for an `assert` whose condition needs what an earlier failure unset."""
    message = f"this condition cannot be evaluated, because {blame}"
    return ScriptError(message, place=statement.condition.place)


def _message(statement: Assert | Fail, scope: Scope) -> str:
    """Return a statement's message, with placeholders as written if one cannot be evaluated."""
    try:
        return " ".join(texts(statement.words, scope, spoken=True))
    except (NotSetError, ScriptError):
        return " ".join(as_written(statement.words))
