import os
from pathlib import Path

import pytest

from awsbatch.sandbox.environment import environment


def test_the_environment_replaces_all_that_is_the_users(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in list(os.environ):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://s3.example.com")
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "text")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("https_proxy", "http://proxy.example.com")
    monkeypatch.setenv("PATH", "/bin")
    assert environment("http://127.0.0.1:1", tmp_path) == {
        "AWS_PROFILE": None,
        "AWS_ENDPOINT_URL_S3": None,
        "https_proxy": None,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_EC2_METADATA_DISABLED": "true",
        "BOTO_CONFIG": "/dev/null",
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "HOME": str(tmp_path),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        "NO_PROXY": "*",
    }


@pytest.mark.parametrize("name", ["AWS_DEFAULT_REGION", "AWS_REGION"])
def test_the_environment_keeps_the_region(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv(name, "eu-west-1")
    changes = environment("http://127.0.0.1:1", tmp_path)
    assert (changes["AWS_DEFAULT_REGION"], changes.get("AWS_REGION", "")) == ("eu-west-1", "")
