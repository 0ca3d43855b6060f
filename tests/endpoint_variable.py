"""`AWS_ENDPOINT_URL` for versions of the AWS CLI that do not know it, before 2.13.

The tests point everything at the loopback with it, and a fresh `aws` as well.
`python -m tests.endpoint_variable` has every process of that Python know it,
and does nothing where that is not needed.
"""

import functools
import importlib.machinery
import os
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

_LINE = "import tests.endpoint_variable; tests.endpoint_variable.Finder.begin()\n"


class Finder:
    """Finds botocore's clients as others do, and teaches them the variable."""

    @classmethod
    def begin(cls) -> None:
        """Be asked from here on, in this process."""
        sys.meta_path.insert(0, cls)

    @classmethod
    def find_spec(
        cls, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the specification of the module with the clients."""
        if name != "botocore.client":
            return None
        others = (each for each in sys.meta_path if each is not cls)
        found = (finder.find_spec(name, path, target) for finder in others)
        spec = next((spec for spec in found if spec is not None), None)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def execute(module: ModuleType) -> None:
                load(module)
                _teach(module)

            spec.loader.exec_module = execute  # type: ignore[method-assign] # of this one module
        return spec


def is_known() -> bool:
    """Return whether botocore reads the variable, by itself or taught."""
    return _knows() or Finder in sys.meta_path


def _teach(clients: Any) -> None:
    if _knows():
        return
    create = clients.ClientCreator.create_client

    @functools.wraps(create)
    def create_client(*args: Any, endpoint_url: str | None = None, **options: Any) -> Any:
        endpoint_url = endpoint_url or os.environ.get("AWS_ENDPOINT_URL") or None
        return create(*args, endpoint_url=endpoint_url, **options)

    clients.ClientCreator.create_client = create_client


def _knows() -> bool:
    """Return whether botocore reads the variable by itself."""
    import botocore.configprovider

    return hasattr(botocore.configprovider, "ConfiguredEndpointProvider")


def main() -> None:
    """Write what has each process of this Python begin so."""
    import awscli  # noqa: F401 (botocore is found through it)

    if not _knows():
        folder = Path(sysconfig.get_path("purelib"))
        (folder / "zz_endpoint_variable.pth").write_text(_LINE)


if __name__ == "__main__":
    main()
