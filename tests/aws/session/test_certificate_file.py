"""Certificates of authorities that a script writes anew, or has in another folder."""

import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from awsbatch.aws.plain_runner import PlainRunner
from awsbatch.aws.session.certificate_file import VARIABLES, certificate_files
from awsbatch.aws.surroundings import surroundings
from tests.aws.plain_batch import PlainBatch
from tests.aws.recorder import Recorder, recording

LINE = "logs describe-log-groups"
RIGHT, WRONG = trustme.CA(), trustme.CA()


@pytest.fixture
def batch(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[PlainBatch]:
    """Provide a runner in a folder of its own, for a server with a certificate."""
    del recorder
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    monkeypatch.chdir(tmp_path)
    with _served() as served, PlainRunner(surroundings=surroundings) as runner:
        monkeypatch.setenv("AWS_ENDPOINT_URL", served.url)
        yield PlainBatch(runner)


@contextmanager
def _served() -> Iterator[Recorder]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    RIGHT.issue_cert("127.0.0.1").configure_cert(context)
    with recording(context) as served:
        yield served


def _naming(where: str, file: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Name a bundle in a variable, a profile or the line of a call, and return that line."""
    if where == "variable":
        monkeypatch.setenv("AWS_CA_BUNDLE", file)
    elif where == "profile":
        Path(os.environ["AWS_CONFIG_FILE"]).write_text(f"[default]\nca_bundle = {file}\n")
    return f"{LINE} --ca-bundle {file}" if where == "option" else LINE


def _trusts(batch: PlainBatch, authority: trustme.CA, file: Path, line: str = LINE) -> bool:
    """Write the certificate of an authority, and return whether a call succeeds with that."""
    authority.cert_pem.write_to_path(file)
    outcome = batch.run(line)
    if outcome.failure is not None:
        assert "CERTIFICATE_VERIFY_FAILED" in outcome.failure.message
    return outcome.exit_status == 0


@pytest.mark.parametrize("where", ["variable", "profile", "option"])
@pytest.mark.parametrize("is_relative", [False, True])
def test_a_bundle_that_is_written_anew_is_read_anew(
    batch: PlainBatch,
    where: str,
    is_relative: bool,  # noqa: FBT001 (pytest's)
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    file = tmp_path / "ca.pem"
    line = _naming(where, file.name if is_relative else str(file), monkeypatch)
    authorities = [RIGHT, WRONG, RIGHT, RIGHT, WRONG, WRONG, RIGHT]
    trusted = [_trusts(batch, each, file, line) for each in authorities]
    assert trusted == [each is RIGHT for each in authorities]


@pytest.mark.parametrize("where", ["variable", "profile", "option"])
def test_a_relative_bundle_is_that_of_the_folder_of_the_call(
    batch: PlainBatch, where: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    line = _naming(where, "ca.pem", monkeypatch)
    for name, authority in (("right", RIGHT), ("wrong", WRONG)):
        (tmp_path / name).mkdir()
        authority.cert_pem.write_to_path(tmp_path / name / "ca.pem")
    trusted = []
    for name in ("right", "wrong", "right"):
        monkeypatch.chdir(tmp_path / name)
        trusted.append(batch.run(line).exit_status == 0)
    assert trusted == [True, False, True]


def test_as_long_as_it_stays_connections_are_kept(
    batch: PlainBatch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    RIGHT.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    for _ in range(3):
        assert batch.run(f"{LINE} --ca-bundle ca.pem").exit_status == 0
        assert batch.run(LINE).exit_status == 0
    # One for each name of the bundle.
    assert batch.pool.connections == 2


def test_files_are_named_by_variables_and_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CA_BUNDLE", "/one.pem")
    monkeypatch.setenv("SSL_CERT_DIR", "/two:/three")
    profiles = [{"ca_bundle": "/four.pem"}, {"region": "x"}]
    found = {*certificate_files(profiles)}
    assert found == {"/one.pem", "/two:/three", "/two", "/three", "/four.pem"}
