"""What there is of a service, as botocore finds it."""

from pathlib import Path

import pytest

from awsbatch.aws.fast_path.service_list import ListingLoader, ServiceLists
from awsbatch.aws.session.model_loader import Loader


@pytest.mark.parametrize(
    "type_name", ["service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1", "absent-1"]
)
def test_the_services_are_those_that_botocore_finds(type_name: str, tmp_path: Path) -> None:
    for file in (
        "README",
        "one/README",
        "one/2020-01-01/service-2.json",
        "one/2021-01-01/waiters-2.json.gz",
        "two/2020-01-01/service-2.sdk-extras.json",
        "two/2020-01-01/paginators-1.json.orig",
        "ec2/2030-01-01/absent-1.json",
    ):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()

    loader = Loader([str(tmp_path)])

    expected = loader.list_available_services(type_name)
    ServiceLists().loader(loader)

    assert isinstance(loader, ListingLoader)
    assert loader.list_available_services(type_name) == expected
    assert expected
