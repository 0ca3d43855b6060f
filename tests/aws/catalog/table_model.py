"""Which AWS CLI the tables of `awsbatch/aws/catalog` were read against."""

import awscli
import pytest

from awsbatch.aws.catalog.sensitive import table
from tests.aws_cli import VERSION


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


of_these_models = pytest.mark.skipif(
    VERSION == 2 or _numbers(awscli.__version__) < _numbers(table().version),
    reason=f"the tables were read against the models of {table().version}",
)
"""For what holds of a table and all models, of which another AWS CLI has fewer or others."""
