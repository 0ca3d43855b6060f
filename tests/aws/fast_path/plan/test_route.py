"""Requests of a plan go by the connections that botocore would use."""

from typing import Any

import botocore.session
from botocore.config import Config

from awsbatch.aws.fast_path.exchange.exchanging_pool import ExchangingPool
from awsbatch.aws.fast_path.exchange.exchanging_session import Exchange
from awsbatch.aws.fast_path.plan.route import Route

URL = "http://logs.example"


def _client(**config: Any) -> Any:
    session = botocore.session.get_session()
    session.set_credentials("AKID", "secret")
    client = session.create_client("logs", region_name="eu-west-1", config=Config(**config))
    Exchange().client(client)
    return client


def test_a_host_has_one_pool() -> None:
    route = Route(_client(), URL)
    pool = route.pool()
    assert isinstance(pool, ExchangingPool)
    assert route.pool() is pool


def test_no_request_goes_round_a_proxy() -> None:
    client = _client(proxies={"http": "http://proxy.example"})
    assert Route(client, URL).pool() is None
    assert Route(client, URL.replace("http", "https")).pool() is not None
