"""The very keys that sign a request, known before it is signed.

Credentials may be renewed at any moment: whoever asked for them a moment ago
knows nothing of those that sign. So a client's own signer is given credentials
that stay the same in one thread until they have signed.
"""

from threading import local
from typing import Any

from awsbatch.aws.botocore_events import Client

# The attribute of a signer in which the URL is that its client calls.
_ENDPOINT = "_awsbatch_endpoint"


class _Steady:
    """A client's credentials, of which a thread may fix which keys sign next."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._fixed = local()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def fix(self) -> Any:
        """Return the frozen credentials that this thread takes next."""
        self._fixed.frozen = frozen = self._inner.get_frozen_credentials()
        return frozen

    def get_frozen_credentials(self) -> Any:
        """Return those that were fixed, or else those of now."""
        frozen = getattr(self._fixed, "frozen", None)
        self._fixed.frozen = None
        return self._inner.get_frozen_credentials() if frozen is None else frozen


def make_known(client: Client) -> None:
    """Have `fixed` and `endpoint` answer for the signer of a client."""
    # botocore 1.44: all that handlers of its events are told of a client, which has no public name.
    signer = client._request_signer  # noqa: SLF001
    setattr(signer, _ENDPOINT, client.meta.endpoint_url)
    if signer._credentials is not None:  # noqa: SLF001
        signer._credentials = _Steady(signer._credentials)  # noqa: SLF001


def fixed(signer: Any) -> Any:
    """Return botocore's frozen credentials that will sign next in this thread; None if none do."""
    found = signer._credentials  # noqa: SLF001 (as above)
    if isinstance(found, _Steady):
        return found.fix()
    # Of a signer that is no client's, which has its own.
    return None if found is None else found.get_frozen_credentials()


def credentials(signer: Any) -> Any:
    """Return the credentials of a signer that has some."""
    return signer._credentials  # noqa: SLF001 (as above)


def endpoint(signer: Any) -> str | None:
    """Return the URL that a signer's client calls; None for a signer that is no client's."""
    url: str | None = getattr(signer, _ENDPOINT, None)
    return url
