"""What the AWS CLI changes in its process, put back for the next command."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from botocore.history import get_global_history_recorder

from awsbatch.contract.word import Word, text_of

_LOGGERS = ("", "awscli", "botocore", "s3transfer", "urllib3")


@contextmanager
def named() -> Iterator[None]:
    """Make `sys.argv[0]` `aws` in this block: the CLI's parsers take their program name from it."""
    outer = sys.argv
    sys.argv = ["aws", *outer[1:]]
    try:
        yield
    finally:
        sys.argv = outer


@contextmanager
def restored(words: Sequence[Word], *, verbatim_logs: bool) -> Iterator[None]:
    """Prepare the process for a command that runs alone, and restore it after the block.

    Restored are `sys.argv`, which `--debug` prints; the level and handlers of
    loggers; the environment; the handler of SIGINT, which `aws ssm start-session` replaces; the
    CLI's history recorder; and the standard streams, which a command may
    replace. `verbatim_logs` takes our handlers off, for the CLI to add its own.
    """
    streams = sys.argv, sys.stdout, sys.stderr
    sys.argv = ["aws", *map(text_of, words)]
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    logs = [(logger, list(logger.handlers), logger.level) for logger in loggers]
    recorder = get_global_history_recorder()
    history = list(recorder._handlers), recorder._enabled  # noqa: SLF001 (botocore 1.44 has no way to ask)
    environment = dict(os.environ)
    interrupt = signal.getsignal(signal.SIGINT)
    if verbatim_logs:
        for logger in loggers[1:]:
            logger.handlers.clear()
    try:
        yield
    finally:
        sys.argv, sys.stdout, sys.stderr = streams
        # AWS CLI 2.9 and later: `configure export-credentials` leaves a variable there.
        if os.environ != environment:
            os.environ.clear()
            os.environ.update(environment)
        for logger, handlers, level in logs:
            logger.handlers[:] = handlers
            logger.setLevel(level)
        # botocore 1.44 cannot take a handler off, nor can awscli 1.46 close its database.
        _close([handler for handler in recorder._handlers if handler not in history[0]])  # noqa: SLF001
        recorder._handlers, recorder._enabled = history  # noqa: SLF001
        if threading.current_thread() is threading.main_thread() and interrupt is not None:
            signal.signal(signal.SIGINT, interrupt)


def _close(handlers: Sequence[Any]) -> None:
    """Close the databases of the CLI's history, which the CLI leaves to the end of its process."""
    if not handlers:
        return
    # Imported here: few people keep a history.
    from awscli.customizations.history.db import DatabaseHistoryHandler

    for handler in handlers:
        if isinstance(handler, DatabaseHistoryHandler):
            handler._writer.close()  # noqa: SLF001 (the handler has no way)


def record_status(status: Any) -> None:
    """Record an exit status in the CLI's history, as the entry point of `aws` does."""
    get_global_history_recorder().record("CLI_RC", status, "CLI")
