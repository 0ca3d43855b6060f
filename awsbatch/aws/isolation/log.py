"""The AWS CLI's log: where it goes, and which commands log everything."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import botocore.session


class _CurrentStderr(logging.StreamHandler):  # type: ignore[type-arg]
    """A handler that writes to whatever `sys.stderr` is at the moment of logging."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


@contextmanager
def one_log_handler() -> Iterator[None]:
    """Log the CLI's errors in this block, by one handler for all commands.

    awscli 1.46: every `main()` adds a handler, which would log each error once more.
    """
    logger = logging.getLogger("awscli")
    handler = _CurrentStderr()
    handler.setLevel(logging.ERROR)
    handler.setFormatter(logging.Formatter(botocore.session.Session.LOG_FORMAT))
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def debugs(parsed: Any) -> bool:
    """Return whether the command is to log everything, or what version 2 does otherwise."""
    return bool(parsed.debug) or _upgrade_debugging(parsed)


def _upgrade_debugging(parsed: Any) -> bool:
    in_environment = os.environ.get("AWS_CLI_UPGRADE_DEBUG_MODE", "").lower() == "true"
    return in_environment or bool(getattr(parsed, "v2_debug", False))
