"""Which AWS CLIs the tables of `awsbatch/aws/catalog` were read against."""

import awscli
import pytest

from awsbatch.aws.catalog.sensitive import table
from tests.aws_cli import VERSION


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


_READ = {1: table().version, 2: "2.36.7"}

of_these_models = pytest.mark.skipif(
    _numbers(awscli.__version__) < _numbers(_READ[VERSION]),
    reason=f"the tables were read against the models of {_READ[VERSION]}",
)
"""For what holds of a table and all models, of which an older AWS CLI has fewer or others."""
