"""Drivers that wait for commands, and those that have to go."""

from typing import Any, cast

import pytest

from awsbatch.aws.driver.pool import DriverPool

pytestmark = pytest.mark.races


def drivers(*names: str) -> list[Any]:
    return [cast("Any", name) for name in names]


def test_a_driver_serves_one_command_at_a_time() -> None:
    pool = DriverPool(10)
    (driver,) = drivers("a")
    pool.put("key", driver)

    assert pool.take("key") is driver
    assert pool.take("key") is None


def test_a_driver_serves_only_commands_with_its_options() -> None:
    pool = DriverPool(10)
    (driver,) = drivers("a")
    pool.put("key", driver)

    assert pool.take("other") is None
    assert pool.take("key") is driver


def test_the_one_put_in_last_is_taken_first() -> None:
    pool = DriverPool(10)
    first, second = drivers("a", "b")
    pool.put("key", first)
    pool.put("key", second)

    assert [pool.take("key"), pool.take("key")] == [second, first]


def test_the_least_recently_used_go() -> None:
    pool = DriverPool(2)
    one, two, three, four = drivers("1", "2", "3", "4")
    assert pool.put("one", one) == []
    assert pool.put("two", two) == []
    assert pool.put("three", three) == [one]

    assert pool.take("two") == two
    assert pool.put("two", two) == []
    assert pool.put("four", four) == [three]
    assert {*pool} == {two, four}
