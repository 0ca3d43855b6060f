"""The files of CA certificates that the user names.

A connection that was opened with them stays open, and a fresh `aws` would
open its own.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from typing import Any

# awscli 1.44 to 2.36, with their botocore, urllib3, requests and OpenSSL.
VARIABLES = (
    "AWS_CA_BUNDLE",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
)
_SETTING = "ca_bundle"


def certificate_files(profiles: Collection[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the files and folders that the environment and the settings of profiles name."""
    for name in VARIABLES:
        if value := os.environ.get(name):
            # A file whose name has colons, or several folders.
            yield from {value, *value.split(os.pathsep)}
    for each in profiles:
        if file := each.get(_SETTING):
            yield file
