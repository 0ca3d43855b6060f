import pytest

from awsbatch.fault import discretion


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("days", "30d", "days=30d"),
        ("prefix", "", "prefix="),
        ("prefix", "a" * 20, f"prefix={'a' * 20}"),
        ("prefix", "a" * 21, f"prefix={'a' * 20}…"),
        ("regions", '["us-east-1", "eu-west-1"]', 'regions=["us-east-1", "eu-we…'),
        ("x", '{"a": 1}', "x=…"),
        ("x", ' [ { "a": 1 } ]', "x=…"),
        ("x", "{}", "x={}"),
        ("x", "{ }", "x={ }"),
        ("creds", "AKIA", "creds=…"),
        ("DB_PASSWORD", "x", "DB_PASSWORD=…"),
        ("api_key", "x", "api_key=…"),
        ("key", "a/b", "key=a/b"),
        ("token", "", "token="),
    ],
)
def test_a_pair_shows_no_secret(name: str, text: str, shown: str) -> None:
    assert discretion.pair(name, text) == shown


@pytest.mark.parametrize(
    ("word", "shown"),
    [("a.aws", "a.aws"), ('my-creds={"a": "b=c"}', "my-creds=…"), ("{}", "{}"), ("--x=1", "--x=1")],
)
def test_a_word_shows_no_object(word: str, shown: str) -> None:
    assert discretion.without_object(word) == shown
