"""Where botocore's S3 clients have found buckets, kept for one command only.

A client that was redirected once goes straight to the bucket's region from
then on: so a later command would create a bucket of that name elsewhere than
it says. A fresh `aws` knows nothing of it.
"""

from typing import Any

from botocore.utils import S3RegionRedirectorv2

from awsbatch.aws.botocore_events import Client, emitter_of
from awsbatch.aws.invocation import current


class _Found(dict[str, str]):
    """Regions by bucket, as the command under way has found them."""

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
    """Have a client of S3 look for each bucket anew, for each command."""
    for handler in emitter_of(client).client_handlers("s3"):
        redirector = getattr(handler, "__self__", None)
        if isinstance(redirector, S3RegionRedirectorv2):
            redirector._cache = _Found()  # noqa: SLF001 (it can be given only where it is made)
