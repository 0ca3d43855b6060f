"""Modules of the AWS CLI that are imported when one of their names is used."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from awsbatch.aws.version import v1_late
from awsbatch.aws.version.late_module import imported_late
from tests.aws.recorder import Recorder
from tests.aws_cli import only_v1

_ROOT = Path(__file__).parents[3]
_LATE = {**v1_late.OF_FEW_LINES, **v1_late.COMMANDS}
_LINE = """\
import sys
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
with InProcessRunner() as runner:
    assert Batch(runner).run("logs delete-log-group --log-group-name g").exit_status == 0
print(*(name for name in sys.argv[1:] if name in sys.modules))
"""
_MODULE = """\
class Animal:
    sound = "moo"
    def __init__(self, name="cow"):
        made.append(name)
        self.name = name

made = []
kinds = 3
"""


@pytest.fixture
def late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have a module `late_one`, in a folder that is on the path."""
    (tmp_path / "late_one.py").write_text(_MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("late_one", None)


def _taken(names: str) -> ModuleType:
    with imported_late({"late_one": names}):
        return import_module("late_one")


@pytest.mark.usefixtures("late")
def test_a_class_is_made_subclassed_and_recognized() -> None:
    animal = _taken("Animal").Animal
    assert "late_one" not in sys.modules
    cow = animal()
    assert (cow.name, animal.sound) == ("cow", "moo")
    assert type(cow) is sys.modules["late_one"].Animal
    assert isinstance(cow, animal)
    assert not isinstance("cow", animal)

    class Calf(animal):  # type: ignore[misc, valid-type]
        pass

    assert Calf.__bases__ == (type(cow),)
    assert issubclass(Calf, animal)


@pytest.mark.usefixtures("late")
def test_an_object_is_made_once_when_it_is_used() -> None:
    sheep = _taken("Animal()").Animal("sheep")
    assert "late_one" not in sys.modules
    assert [sheep.name, sheep.sound] == ["sheep", "moo"]
    assert sys.modules["late_one"].made == ["sheep"]


@pytest.mark.usefixtures("late")
def test_any_other_name_imports_the_module() -> None:
    taken = _taken("Animal")
    assert not hasattr(taken, "__file__")
    assert "late_one" not in sys.modules
    assert taken.kinds == 3
    with pytest.raises(ImportError, match=r"late_one\.gone"):
        _ = taken.gone


@pytest.mark.usefixtures("late")
def test_nothing_is_late_where_there_are_no_shortcuts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWSBATCH_VERBATIM", "1")
    assert _taken("Animal") is sys.modules["late_one"]


@only_v1
@pytest.mark.parametrize("name", _LATE)
def test_what_is_taken_late_is_there_to_be_called(name: str) -> None:
    module = import_module(name)
    for taken in _LATE[name].split():
        found = getattr(module, taken.removesuffix("()"), None)
        if not callable(found):
            assert import_module(f"{name}.{taken}") is not None


@only_v1
@pytest.mark.parametrize(("verbatim", "loaded"), [("", set()), ("1", set(_LATE))])
def test_a_line_imports_nothing_of_few_lines(
    verbatim: str, loaded: set[str], recorder: Recorder
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LINE, *_LATE],
        cwd=_ROOT,
        env={**os.environ, "AWSBATCH_VERBATIM": verbatim},
        capture_output=True,
        text=True,
        check=True,
    )
    assert {*done.stdout.split()} == loaded
    assert len(recorder.requests) == 1
