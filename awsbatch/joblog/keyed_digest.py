"""Digests that nobody can make without the key of a log."""

from hashlib import sha256

HALF = 16
"""The length of a half of a key, of which there are four in a digest."""
_BLOCK = 64
"""In bytes, that of SHA-256."""


class KeyedDigest:
    """HMAC-SHA256 with one key, as RFC 2104 has it.

    `hmac` prepares the key anew for each message, or wraps each step, which takes twice as long.
    """

    def __init__(self, key: bytes) -> None:
        padded = (key if len(key) <= _BLOCK else sha256(key).digest()).ljust(_BLOCK, b"\0")
        self._inner = sha256(bytes(each ^ 0x36 for each in padded))
        self._outer = sha256(bytes(each ^ 0x5C for each in padded))

    def of(self, text: str) -> str:
        """Return the digest of a text, in hexadecimal."""
        inner, outer = self._inner.copy(), self._outer.copy()
        try:
            inner.update(text.encode())
        except UnicodeEncodeError:
            # Words that are not UTF-8 have surrogates.
            inner.update(text.encode("utf-8", "surrogatepass"))
        outer.update(inner.digest())
        return outer.hexdigest()
