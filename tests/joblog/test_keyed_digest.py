import hmac

import pytest

from awsbatch.joblog.keyed_digest import HALF, KeyedDigest


@pytest.mark.parametrize("key", [b"", b"k" * 32, b"k" * 64, b"k" * 65])
@pytest.mark.parametrize("text", ["", "put\0a", "x" * 1000, "naïve\udcff"])
def test_it_is_hmac_sha256(key: bytes, text: str) -> None:
    message = text.encode("utf-8", "surrogatepass")
    expected = hmac.new(key, message, "sha256").hexdigest()
    assert KeyedDigest(key).of(text) == expected
    assert len(expected) == 4 * HALF
