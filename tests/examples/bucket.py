"""A versioned bucket behind a recorder.

moto cannot hold a key with a line feed, and takes seconds to fill more than a page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree as ET

from tests.aws.recorder import Recorded, Recorder

MOST = 1000
"""How many one call lists or deletes at most."""

_SPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


@dataclass(frozen=True, order=True)
class Entry:
    """A version of an object, or a delete marker."""

    key: str
    version: str
    marker: bool = False


class Bucket:
    """A bucket until it is deleted, and a recorder that answers for it."""

    def __init__(self, recorder: Recorder, entries: Iterable[Entry]) -> None:
        self.entries = sorted(entries)
        self.locked: frozenset[str] = frozenset()
        """The keys that cannot be deleted."""
        self.batches: list[int] = []
        """How many entries each call was to delete."""
        self.exists = True
        recorder.answer = self._answer

    def _answer(self, request: Recorded) -> tuple[int, bytes]:
        query = parse_qs(urlsplit(request.path).query, keep_blank_values=True)
        match request.method:
            case _ if not self.exists:
                return 404, _error("NoSuchBucket")
            case "GET" if "versions" in query:
                start = int(query.get("version-id-marker", ["0"])[0])
                return 200, _xml("ListVersionsResult", self._page(start))
            case "POST" if "delete" in query:
                return 200, _xml("DeleteResult", self._delete(request.body))
            case "DELETE" if self.entries:
                return 409, _error("BucketNotEmpty")
            case "DELETE":
                self.exists = False
                return 204, b""
            case _:
                return 501, _error("NotImplemented")

    def _page(self, start: int) -> Iterator[ET.Element]:
        end = start + MOST
        yield _element("EncodingType", "url")
        yield _element("IsTruncated", str(end < len(self.entries)).lower())
        if end < len(self.entries):
            yield _element("NextKeyMarker", quote(self.entries[end - 1].key))
            yield _element("NextVersionIdMarker", str(end))
        for each in self.entries[start:end]:
            name = "DeleteMarker" if each.marker else "Version"
            key = _element("Key", quote(each.key))
            yield _parent(name, [key, _element("VersionId", each.version)])

    def _delete(self, body: bytes) -> Iterator[ET.Element]:
        objects = ET.fromstring(body).findall(f"{{{_SPACE}}}Object")  # noqa: S314 (our own)
        self.batches.append(len(objects))
        for each in objects:
            key = each.findtext(f"{{{_SPACE}}}Key", "")
            version = each.findtext(f"{{{_SPACE}}}VersionId", "")
            if key in self.locked:
                texts = {"Key": key, "VersionId": version, "Message": "Access Denied"}
                yield _parent("Error", [_element(*text) for text in texts.items()])
            else:
                self.entries = [
                    one for one in self.entries if (one.key, one.version) != (key, version)
                ]


def _error(code: str) -> bytes:
    return ET.tostring(_parent("Error", [_element("Code", code), _element("Message", code)]))


def _xml(name: str, children: Iterable[ET.Element]) -> bytes:
    root = _parent(name, [*children])
    root.set("xmlns", _SPACE)
    return ET.tostring(root)


def _parent(name: str, children: Sequence[ET.Element]) -> ET.Element:
    element = ET.Element(name)
    element.extend(children)
    return element


def _element(name: str, text: str) -> ET.Element:
    element = ET.Element(name)
    element.text = text
    return element
