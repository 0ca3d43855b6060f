"""What profiles hold in some regions, behind a recorder: log groups, CodeBuild projects and builds.

moto lacks `codebuild batch-delete-builds`.
"""

import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.aws.recorder import Recorded, Recorder

PAGE = {"DescribeLogGroups": 50, "ListProjects": 100, "ListBuilds": 100}
"""How many each operation lists at most, as AWS does."""

Request: TypeAlias = tuple[str | None, str | None, str | None, Mapping[str, object]]
"""The access key and the region that it was signed with, its target and its body."""

_LISTED = {
    "DescribeLogGroups": "logGroups",
    "ListProjects": "projects",
    "ListBuilds": "ids",
}


@dataclass
class Holding:
    """What one profile has in one region."""

    groups: list[str] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    builds: list[str] = field(default_factory=list)
    running: frozenset[str] = frozenset()
    """The builds that are in progress, and stay so."""

    def answer(self, operation: str, body: Mapping[str, object]) -> object:
        match operation, body:
            case "DeleteLogGroup", {"logGroupName": name}:
                self.groups = [each for each in self.groups if each != name]
            case "DeleteProject", {"name": name}:
                self.projects = [each for each in self.projects if each != name]
            case "BatchDeleteBuilds", {"ids": list(ids)}:
                return self._delete_builds(ids)
            case _:
                return self._page(operation, body)
        return {}

    def _delete_builds(self, ids: Sequence[str]) -> object:
        deleted = [each for each in ids if each not in self.running]
        self.builds = [each for each in self.builds if each not in deleted]
        return {
            "buildsDeleted": deleted,
            "buildsNotDeleted": [
                {"id": each, "statusCode": "BUILD_IN_PROGRESS"}
                for each in ids
                if each not in deleted
            ],
        }

    def _page(self, operation: str, body: Mapping[str, object]) -> object:
        listed: Mapping[str, Sequence[object]] = {
            "DescribeLogGroups": [{"logGroupName": name} for name in self.groups],
            "ListProjects": self.projects,
            "ListBuilds": self.builds,
        }
        every = listed[operation]
        start = int(str(body.get("nextToken", "0")))
        end = start + PAGE[operation]
        more = {"nextToken": str(end)} if end < len(every) else {}
        return {_LISTED[operation]: every[start:end], **more}


class Accounts:
    """Every profile's holdings, by access key and region, and a recorder that answers for them."""

    def __init__(self, recorder: Recorder) -> None:
        self.holdings: defaultdict[tuple[str | None, str | None], Holding] = defaultdict(Holding)
        self._recorder = recorder
        # Requests come side by side, and what is left of a holding takes the place of it.
        self._lock = threading.Lock()
        recorder.answer = self._answer

    @property
    def requests(self) -> list[Request]:
        return [
            (each.key, each.region, each.target, each.parameters)
            for each in self._recorder.requests
        ]

    @property
    def held(self) -> dict[tuple[str | None, str | None], str]:
        """What there is now, to compare with what there will be."""
        return {place: repr(each) for place, each in self.holdings.items()}

    def requests_to_delete(self, keys: Iterable[str], regions: Sequence[str]) -> list[Request]:
        """Return what is sent to delete all that these have in these regions, in its order."""
        return [
            request
            for key in keys
            for region in regions
            for request in _requests_to_delete(key, region, self.holdings[key, region])
        ]

    def clear(self) -> None:
        """Forget all holdings and requests."""
        self.holdings.clear()
        self._recorder.requests.clear()

    def _answer(self, request: Recorded) -> tuple[int, bytes]:
        operation = (request.target or "").rpartition(".")[2]
        with self._lock:
            holding = self.holdings[request.key, request.region]
            return 200, json.dumps(holding.answer(operation, request.parameters)).encode()


def _requests_to_delete(key: str, region: str, held: Holding) -> Iterator[Request]:
    """Yield what is sent to delete what is held, in its order."""
    logs, codebuild = "Logs_20140328", "CodeBuild_20161006"
    for page in _pages("DescribeLogGroups", held.groups):
        yield (key, region, f"{logs}.DescribeLogGroups", page)
    for name in held.groups:
        yield (key, region, f"{logs}.DeleteLogGroup", {"logGroupName": name})
    for page in _pages("ListProjects", held.projects):
        yield (key, region, f"{codebuild}.ListProjects", page)
    for name in held.projects:
        yield (key, region, f"{codebuild}.DeleteProject", {"name": name})
    for start in range(0, len(held.builds), 100):
        yield (key, region, f"{codebuild}.ListBuilds", {})
        batch = held.builds[start : start + 100]
        yield (key, region, f"{codebuild}.BatchDeleteBuilds", {"ids": batch})
    yield (key, region, f"{codebuild}.ListBuilds", {})


def _pages(operation: str, listed: list[str]) -> Iterator[dict[str, object]]:
    yield {}
    for start in range(PAGE[operation], len(listed), PAGE[operation]):
        yield {"nextToken": str(start)}
