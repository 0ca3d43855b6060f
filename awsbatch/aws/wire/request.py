"""What is done with each request of the command under way."""

from typing import Any

from awsbatch.aws import invocation as attempt


def fill_in(params: dict[str, Any], model: Any, **_: Any) -> None:
    """Fill in a call's tokens, before botocore would; a handler of `before-parameter-build`."""
    made = attempt.current.get()
    if made is not None and (tokens := made.tokens) is not None:
        for name in model.idempotent_members:
            if name not in params:
                params[name] = tokens.take()
