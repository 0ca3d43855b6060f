"""The recorder and the pool of `tests/aws`, for tests that hold both against a fresh `aws`."""

from tests.aws.conftest import batch, recorder, verbatim

__all__ = ["batch", "recorder", "verbatim"]
