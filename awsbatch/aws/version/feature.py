"""What calls tell of themselves in their user agent, where the AWS CLI has that."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

try:
    import botocore.context as _context
except ImportError:
    # Before AWS CLI 2.24.17, which has no features of single calls.
    _context = None
else:
    # Looked for at the start, not in the middle of a command.
    _block, _get, _Context = (
        _context.start_as_current_context,
        _context.get_context,
        _context.ClientContext,
    )


def command_context() -> AbstractContextManager[Any]:
    """Return a block in which a command collects its features, as the entry point of `aws` has."""
    return nullcontext() if _context is None else _block()


@contextmanager
def own_features() -> Iterator[set[str]]:
    """Collect in this block the features that calls use, apart from those of the command."""
    if _context is None:
        yield set()
        return
    with _block(_Context()):
        yield _get().features


def add_features(features: frozenset[str]) -> None:
    """Have the user agent of the command's further requests tell of these features."""
    if _context is not None and (context := _get()) is not None:
        context.features.update(features)
