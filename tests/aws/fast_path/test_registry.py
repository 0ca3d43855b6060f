"""Shortcuts stay off one by one, where a library has moved what they stand on."""

import builtins
import subprocess
import sys
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Any

import botocore.client
import pytest

from awsbatch.aws.fast_path.registry import modules
from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.version import eager_customization
from awsbatch.aws.version.installed import BaseEmitter
from tests.aws.batch import Batch
from tests.aws.recorder import Recorder

_ROOT = Path(__file__).parents[3]
_HOME = "awsbatch.aws.fast_path"
_LINE = "logs delete-log-group --log-group-name g"
_SHORTCUTS = [each for name in modules() for each in import_module(f"{_HOME}.{name}").SHORTCUTS]
# The emitter of later versions stands on this as well: without it, there is no `aws`.
_CLIS_OWN = (
    ()
    if BaseEmitter is eager_customization.BaseEmitter
    else ("botocore.hooks:HierarchicalEmitter._emit(",)
)
_NEEDS = sorted(
    {need for each in _SHORTCUTS for need in each.needs if not need.startswith(_CLIS_OWN)}
)


def _move(need: str, patch: pytest.MonkeyPatch) -> None:
    """Hide what a shortcut needs, so that the library itself still finds it."""
    module_name, _, path = need.partition(":")
    module = import_module(module_name)
    owner, is_of_objects, attribute = path.partition("().")
    if is_of_objects:
        for kind in attrgetter(owner)(module).__mro__:
            _wrap_maker(kind, attribute, patch)
    elif "." in path:
        kind, _, name = path.partition("(")[0].partition(".")
        _move_method(attrgetter(kind)(module), name, patch)
    else:
        patch.setattr(builtins, path, getattr(module, path), raising=False)
        patch.delattr(module, path)


def _wrap_maker(kind: Any, attribute: str, patch: pytest.MonkeyPatch) -> None:
    make = vars(kind).get("__init__")
    names = getattr(getattr(make, "__code__", None), "co_names", ())
    if attribute in names:

        def other(*args: Any, **kwargs: Any) -> None:
            make(*args, **kwargs)

        rest = tuple(name for name in names if name != attribute)
        other.__code__ = other.__code__.replace(co_names=rest)
        patch.setattr(kind, "__init__", other)


def _move_method(kind: Any, name: str, patch: pytest.MonkeyPatch) -> None:
    owner = next(each for each in kind.__mro__ if name in vars(each))
    value = vars(owner)[name]

    def find(self: Any, wanted: str) -> Any:
        if wanted != name:
            raise AttributeError(wanted)
        return value if isinstance(value, type) else value.__get__(self)

    patch.setattr(owner, "__getattr__", find, raising=False)
    patch.delattr(owner, name)


def test_every_shortcut_is_taken_with_what_is_installed() -> None:
    with InProcessRunner() as runner:
        assert runner.shortcuts_off == {}
    with InProcessRunner(verbatim=True) as runner:
        assert runner.shortcuts_off == {}


@pytest.mark.usefixtures("recorder")
@pytest.mark.parametrize("need", _NEEDS)
def test_a_shortcut_without_what_it_stands_on_stays_off_alone(
    need: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _move(need, monkeypatch)

    with InProcessRunner() as runner:
        done = [Batch(runner).run(_LINE).exit_status for _ in range(2)]

    assert done == [0, 0]
    assert {*runner.shortcuts_off} == {each.name for each in _SHORTCUTS if need in each.needs}


@pytest.mark.parametrize(
    ("need", "name", "reason"),
    [
        (
            "botocore.client:ClientMethodDocstring",
            "classes of clients",
            "botocore has no `client.ClientMethodDocstring`",
        ),
        (
            "urllib3:PoolManager().pool_classes_by_scheme",
            "exchanges",
            "urllib3 has no `PoolManager.pool_classes_by_scheme`",
        ),
    ],
)
def test_what_is_missing_is_named(
    need: str, name: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _move(need, monkeypatch)
    with InProcessRunner() as runner:
        assert runner.shortcuts_off == {name: reason}


def test_a_method_with_other_parameters_is_not_what_a_shortcut_stands_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def other(self: object, service_name: str, service_model: object, region: str) -> None:
        del self, service_name, service_model, region

    monkeypatch.setattr(botocore.client.ClientCreator, "_create_client_class", other)
    with InProcessRunner() as runner:
        assert runner.shortcuts_off == {
            "classes of clients": "botocore has no"
            " `client.ClientCreator._create_client_class(self, service_name, service_model)`"
        }


@pytest.mark.usefixtures("recorder")
def test_a_shortcut_that_cannot_even_be_imported_stays_off_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, f"{_HOME}.service_list", None)

    with InProcessRunner() as runner:
        assert Batch(runner).run(_LINE).exit_status == 0

    assert runner.shortcuts_off == {
        "service list": f"import of {_HOME}.service_list halted; None in sys.modules"
    }


def test_a_verbatim_runner_imports_no_shortcut(recorder: Recorder) -> None:
    program = f"""\
import sys
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
with InProcessRunner(verbatim=True) as runner:
    assert Batch(runner).run({_LINE!r}).exit_status == 0
    assert runner.catalog
print(*(name for name in sys.modules if name.startswith({_HOME!r})))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=_ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"
    assert len(recorder.requests) == 1
