"""Certificates of authorities, read once and again when they change."""

from pathlib import Path

import trustme
from botocore.httpsession import URLLib3Session

from awsbatch.aws.fast_path import certificate


def test_a_bundle_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    http_session = URLLib3Session(verify=str(bundle))
    certificate.Certificates().http_session(http_session)
    context = http_session._manager.connection_pool_kw["ssl_context"]
    known = []
    for authority in (trustme.CA(), trustme.CA()):
        authority.cert_pem.write_to_path(bundle, append=bundle.exists())
        for _ in range(3):
            context.load_verify_locations(str(bundle), None, None)
            known.append((len(context.get_ca_certs()), len(context.known)))
    assert known == [(1, 1)] * 3 + [(2, 2)] * 3
