"""Models shared by generations, and by no others than those that look in the same folders."""

import gc
import json
import os
import shutil
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.aws import current_generation
from awsbatch.aws.plain_runner import PlainRunner
from awsbatch.aws.session.library import Libraries
from awsbatch.aws.surroundings import surroundings
from tests.aws.plain_batch import PlainBatch

LINE = "logs delete-log-group --log-group-name g"

pytestmark = pytest.mark.usefixtures("recorder")


@pytest.fixture
def batch(recorder: object) -> Iterator[PlainBatch]:
    """Provide a runner that serves several environments."""
    del recorder
    with PlainRunner(surroundings=surroundings) as runner:
        yield PlainBatch(runner)


def _model(folder: Path, name: str) -> Path:
    """Add a service without an operation to a folder of models."""
    file = folder / name / "2020-01-01" / "service-2.json"
    file.parent.mkdir(parents=True)
    metadata = {
        "apiVersion": "2020-01-01",
        "endpointPrefix": name,
        "protocol": "json",
        "serviceId": name,
    }
    file.write_text(json.dumps({"metadata": metadata, "operations": {}, "shapes": {}}))
    return file


def test_environments_share_models_and_the_classes_of_clients(
    batch: PlainBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    for profile in ("one", "two"):
        monkeypatch.setenv("AWS_PROFILE", profile)
        assert batch.run(LINE).exit_status == 0
    first, second = (generation.shared for generation in batch.pool._generation.all)
    assert first.library is second.library
    (one,), (two,) = first.clients, second.clients
    assert one is not two
    assert type(one) is type(two)


def test_models_outlive_a_change_of_the_configuration(batch: PlainBatch) -> None:
    batch.run(LINE)
    (before,) = batch.pool._generation.all
    batch.run("configure set region eu-west-2")
    batch.run(LINE)
    (after,) = batch.pool._generation.all
    assert after is not before
    assert after.shared.library is before.shared.library


def test_who_adds_models_has_others(
    batch: PlainBatch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "frobnicate" not in batch.pool._generation.get().commands
    monkeypatch.setenv("AWS_DATA_PATH", f"{tmp_path}{os.pathsep}{os.environ['AWS_DATA_PATH']}")
    _model(tmp_path, "frobnicate")
    assert "frobnicate" in batch.pool._generation.get().commands


def test_models_of_one_home_are_not_those_of_another(
    batch: PlainBatch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _model(tmp_path / ".aws" / "models", "frobnicate")
    for folder, has in ((tmp_path, True), (tmp_path / "other", False), (tmp_path, True)):
        monkeypatch.setenv("HOME", str(folder))
        assert ("frobnicate" in batch.pool._generation.get().commands) is has


def test_a_model_that_is_added_later_is_known_to_the_next_call(
    batch: PlainBatch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    models = tmp_path / ".aws" / "models"
    usual = batch.pool._generation.get()
    file = _model(models, "frobnicate")
    assert "frobnicate" in batch.pool._generation.get().commands
    file.rename(file.parent / "service-2.json.old")
    assert "frobnicate" not in batch.pool._generation.get().commands
    shutil.rmtree(models)
    assert batch.pool._generation.get() is usual


def test_a_file_among_models_that_leads_nowhere_is_no_hindrance(
    batch: PlainBatch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    _model(tmp_path / ".aws" / "models", "frobnicate").with_name("gone").symlink_to("nowhere")
    assert "frobnicate" in batch.pool._generation.get().commands


def test_a_model_that_is_written_anew_is_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_DATA_PATH", f"{tmp_path}{os.pathsep}{os.environ['AWS_DATA_PATH']}")
    file = _model(tmp_path, "frobnicate")
    libraries = Libraries()
    before = libraries.get()
    assert libraries.get() is before
    file.write_text("{}")
    assert libraries.get() is not before


def test_a_plugin_shares_no_models(batch: PlainBatch, tmp_path: Path) -> None:
    (tmp_path / "config").write_text("[default]\nregion = us-east-1\n")
    alone = batch.pool._generation.get().shared.library
    (tmp_path / "config").write_text("[plugins]\nwire = tests.aws.session.test_library\n")
    assert batch.pool._generation.get().shared.library is not alone


def awscli_initialize(_: object) -> None:
    """Do nothing, as a plugin."""


def test_models_do_not_keep_a_generation(
    batch: PlainBatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_generation, "MOST_GENERATIONS", 1)
    # The first one is there for good.
    batch.run(LINE)
    monkeypatch.setenv("AWS_PROFILE", "two")
    assert batch.run("kms list-keys").exit_status == 0
    made = weakref.ref(batch.pool._generation.get().shared)
    monkeypatch.delenv("AWS_PROFILE")
    batch.run(LINE)
    gc.collect()
    assert made() is None
