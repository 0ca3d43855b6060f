"""The failures that last: of these credentials everywhere, or of all at one endpoint.

Ten of them in a row end a run, so a code stands here only if no request with
the same credentials to the same endpoint can succeed while its reason holds.
None are: a right that is missing (`AccessDenied`), since others may be there;
throttling and a 5xx, which pass; an account without a service
(`OptInRequired`, `SubscriptionRequiredException`), whose other calls are
answered; `MissingAuthenticationToken`, which also says that there is no such
path.
"""

import re
from collections.abc import Mapping

from awsbatch.contract.outcome import Lasting

_EXPIRED = "the keys have expired"
_UNKNOWN = "the keys are unknown here: they were deleted, or the region is not enabled"
_FORGED = "the secret key is not that of the key id, or the clock of this machine is wrong"
_SKEWED = "the keys have expired, or the clock of this machine is wrong"
_SESSION = "the session has run out"
_NONE = "the source of the credentials gives none"
_NOBODY = "nothing answers there"

_OF_CREDENTIALS: Mapping[str, str] = {
    # Common to services, by protocol: JSON and REST have `…Exception`, the query protocols not.
    "ExpiredToken": _EXPIRED,
    "ExpiredTokenException": _EXPIRED,
    "InvalidClientTokenId": _UNKNOWN,
    "UnrecognizedClientException": _UNKNOWN,
    "SignatureDoesNotMatch": _FORGED,
    "InvalidSignatureException": _FORGED,
    "IncompleteSignature": _FORGED,
    "IncompleteSignatureException": _FORGED,
    # EC2: so it says that temporary keys have expired; others mean the age of the request.
    "RequestExpired": _SKEWED,
    # S3.
    "InvalidAccessKeyId": _UNKNOWN,
    "InvalidSecurity": _UNKNOWN,
    "TokenRefreshRequired": _EXPIRED,
    "RequestTimeTooSkewed": _SKEWED,
    # botocore 1.44, and that of version 2: exceptions where no request comes to be signed.
    "UnauthorizedSSOTokenError": _SESSION,
    "SSOTokenLoadError": _SESSION,
    "TokenRetrievalError": _SESSION,
    "LoginRefreshPasswordChanged": _SESSION,
    "LoginRefreshRequired": _SESSION,
    "LoginRefreshTokenExpired": _SESSION,
    "LoginTokenLoadError": _SESSION,
    "NoAuthTokenError": _SESSION,
    "CredentialRetrievalError": _NONE,
    "MetadataRetrievalError": _NONE,
    "NoCredentialsError": _NONE,
}
_OF_THE_WAY: Mapping[str, str] = {
    # botocore 1.44: no route, a refused connection, and a name that does not resolve are one.
    "EndpointConnectionError": _NOBODY,
    "ConnectTimeoutError": _NOBODY,
    "ProxyConnectionError": "the proxy does not answer",
    "SSLError": "its certificate is not accepted",
}
_BY_MESSAGE: Mapping[str, tuple[re.Pattern[str], str]] = {
    # EC2: also for an image or a snapshot that is somebody else's.
    "AuthFailure": (re.compile(r"credential", re.IGNORECASE), _UNKNOWN),
    # S3: of the keys' token; services use the code for tokens of pages as well.
    "InvalidToken": (re.compile(r"provided token is malformed|security token"), _UNKNOWN),
    # Of a service that the account has not subscribed to, or of the region.
    "OptInRequired": (re.compile(r"\bregion\b", re.IGNORECASE), "the region is not enabled"),
}


def lasting(code: str, message: str) -> Lasting | None:
    """Return why a failure lasts, from its code and its message; None if it may pass."""
    if code in _OF_CREDENTIALS:
        return Lasting(_OF_CREDENTIALS[code], of_credentials=True)
    if code in _OF_THE_WAY:
        return Lasting(_OF_THE_WAY[code], of_credentials=False)
    if code in _BY_MESSAGE:
        pattern, reason = _BY_MESSAGE[code]
        if pattern.search(message):
            return Lasting(reason, of_credentials=True)
    return None
