import pytest

from awsbatch.report import duration


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0.00 s"),
        (0.994, "0.99 s"),
        (0.996, "1.0 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 0 s"),
        (312, "5 min 12 s"),
        (3599.7, "1 h 0 min"),
        (86400, "24 h 0 min"),
    ],
)
def test_a_time_is_as_exact_as_it_is_long(seconds: float, text: str) -> None:
    assert duration.shown(seconds) == text
