"""The regions in which botocore's S3 clients have found buckets, kept for one command only.

A client that was redirected once sends all later requests for the bucket to
the region it was found in. A fresh `aws` would not: a later command that
creates a bucket of that name would create it in another region than it says.
"""

from typing import Any

from botocore.utils import S3RegionRedirectorv2

from awsbatch.aws.botocore_events import Client, emitter_of
from awsbatch.aws.invocation import current
from awsbatch.aws.version.hook import look_for

look_for(S3RegionRedirectorv2, "_cache")


class _Found(dict[str, str]):
    """The regions of buckets that the command under way has found, in a client of many commands."""

    def __contains__(self, bucket: object) -> bool:
        return bucket in self._regions

    def get(self, bucket: str, default: Any = None) -> Any:
        return self._regions.get(bucket, default)

    def __setitem__(self, bucket: str, region: str) -> None:
        self._regions[bucket] = region

    @property
    def _regions(self) -> dict[str, str]:
        invocation = current()
        return {} if invocation is None else invocation.regions


def forget_between_commands(client: Client) -> None:
    """Have a client, if it is one of S3, forget where buckets are when a command ends."""
    for handler in emitter_of(client).client_handlers("s3"):
        redirector = getattr(handler, "__self__", None)
        if isinstance(redirector, S3RegionRedirectorv2):
            # botocore 1.44: only the code that makes the redirector could give it another cache.
            redirector._cache = _Found()  # noqa: SLF001
