"""moto behind a recorder, which passes on what it records."""

from collections.abc import Mapping
from http.client import HTTPConnection
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from tests.aws.recorder import Answer, Recorded

# The recorder has its own, of each answer.
_ITS_OWN = ("connection", "date", "server", "transfer-encoding")
_OF_A_HOP = ("connection", "expect")


def passed_on(url: str) -> Answer:
    """Return what asks moto for each answer."""
    place = urlsplit(url).netloc

    def answer(request: Recorded) -> tuple[int, bytes, Mapping[str, str]]:
        connection = HTTPConnection(place)
        headers = {name: value for name, value in request.headers.items() if name not in _OF_A_HOP}
        connection.request(request.method, request.path, request.body, headers)
        answered = connection.getresponse()
        body = answered.read()
        connection.close()
        kept = {
            name.title(): value
            for name, value in answered.getheaders()
            if name.lower() not in _ITS_OWN
        }
        return answered.status, body, kept

    return answer


def begin(url: str) -> None:
    """Have moto as it began: what it gives a name by chance is the same again."""
    for path in ("reset", "seed?a=42"):
        with urlopen(Request(f"{url}/moto-api/{path}", method="POST")):  # noqa: S310 (http)
            pass
