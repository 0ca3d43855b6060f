"""What version 2 says of exceptions, and the exit statuses that it gives them."""

from collections.abc import Callable
from inspect import signature
from typing import Any

from awscli.compat import get_stderr_text_writer, get_stdout_text_writer
from awscli.errorhandler import construct_cli_error_handlers_chain

# Any other is none of the CLI's, such as one that abandons a command.
_HANDLED = (Exception, KeyboardInterrupt, SystemExit)


class ErrorReport:
    """The CLI's own handlers of exceptions, which hand on what is not theirs to handle."""

    def __init__(self, session: Any, note: Callable[[BaseException], None]) -> None:
        """Make the handlers; each exception is given to `note` first."""
        self._handlers = _handlers(session)
        self._note = note

    def handle_exception(self, exception: BaseException, **told: Any) -> Any:
        """Tell of an exception on standard error, and return the exit status."""
        if not isinstance(exception, _HANDLED):
            raise exception
        self._note(exception)
        return self._handlers.handle_exception(exception, **told)


def report(error: Exception, session: Any, options: Any) -> int:
    """Tell of an exception of the CLI's that was raised outside its `main`; return the status."""
    handlers = _handlers(session)
    # They know options since awscli 2.34, which has errors in several formats.
    told = {"parsed_globals": options} if _takes_session() else {}
    status: int = handlers.handle_exception(
        error, stdout=get_stdout_text_writer(), stderr=get_stderr_text_writer(), **told
    )
    return status


def _handlers(session: Any) -> Any:
    arguments = (session,) if _takes_session() else ()
    return construct_cli_error_handlers_chain(*arguments)


def _takes_session() -> bool:
    return bool(signature(construct_cli_error_handlers_chain).parameters)
