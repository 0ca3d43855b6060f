"""A request that botocore has sent, taken apart."""

from awsbatch.record import record

_END = b"\r\n\r\n"


@record
class Sent:
    """The parts of a request."""

    whole: bytes
    line: str
    fields: tuple[tuple[str, str], ...]
    """The headers in their order, as they were sent."""
    headers: dict[str, str]
    """The same by their names in lower case; the last of each."""

    @property
    def method(self) -> str:
        """The method, in upper case."""
        return self.line.partition(" ")[0]


def sent(whole: bytes) -> Sent | None:
    """Return the parts of a request, or None if it has no head, or one that is not ASCII."""
    head, end, _ = whole.partition(_END)
    if not end or not head.isascii():
        return None
    line, *lines = head.decode().split("\r\n")
    fields = tuple((name, value) for name, _, value in (each.partition(": ") for each in lines))
    return Sent(whole, line, fields, {name.lower(): value for name, value in fields})
