"""What the AWS CLI changes in its process, put back for the next command."""

import logging
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from awscli.customizations.history.db import DatabaseHistoryHandler
from botocore.history import get_global_history_recorder

from awsbatch.contract.word import Data, Word

_LOGGERS = ("", "awscli", "botocore", "s3transfer", "urllib3")


@contextmanager
def named() -> Iterator[None]:
    """Have `sys.argv` name the program `aws`: the CLI's parsers name themselves by it."""
    outer = sys.argv
    sys.argv = ["aws", *outer[1:]]
    try:
        yield
    finally:
        sys.argv = outer


@contextmanager
def restored(words: Sequence[Word], *, verbatim_logs: bool) -> Iterator[None]:
    """Make this process one of the command's own, and put it back after the block.

    That is `sys.argv`, which `--debug` shows; loggers, signal handlers, the
    CLI's history recorder, and what a command puts in the place of the
    standard streams.
    """
    streams = sys.argv, sys.stdout, sys.stderr
    sys.argv = ["aws", *("".join(_text(piece) for piece in word) for word in words)]
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    logs = [(logger, list(logger.handlers), logger.level) for logger in loggers]
    recorder = get_global_history_recorder()
    history = list(recorder._handlers), recorder._enabled  # noqa: SLF001 (there is no way to ask)
    interrupt = signal.getsignal(signal.SIGINT)
    if verbatim_logs:
        for logger in loggers[1:]:
            logger.handlers.clear()
    try:
        yield
    finally:
        sys.argv, sys.stdout, sys.stderr = streams
        for logger, handlers, level in logs:
            logger.handlers[:] = handlers
            logger.setLevel(level)
        _close(handler for handler in recorder._handlers if handler not in history[0])  # noqa: SLF001
        recorder._handlers, recorder._enabled = history  # noqa: SLF001
        if threading.current_thread() is threading.main_thread() and interrupt is not None:
            signal.signal(signal.SIGINT, interrupt)


def _close(handlers: Iterable[Any]) -> None:
    """Close the databases that the CLI's history goes to, which it leaves to its process's end."""
    for handler in handlers:
        if isinstance(handler, DatabaseHistoryHandler):
            handler._writer.close()  # noqa: SLF001 (the handler has no way)


def record_status(status: Any) -> None:
    """Tell the CLI's history the exit status, as the `aws` program does."""
    get_global_history_recorder().record("CLI_RC", status, "CLI")


def _text(piece: str | Data) -> str:
    return piece.text if isinstance(piece, Data) else piece
