"""What the AWS CLI keeps in the user's home, where its modules look for that when imported."""

import os
import sys
from operator import attrgetter
from typing import Any

from botocore.loaders import Loader

_CLI_CACHE = ".aws/cli/cache"
_SSO_CACHE = ".aws/sso/cache"
_MODELS = ".aws/models"
_HISTORY = ".aws/cli/history/history.db"
# awscli 1.44 to 2.36. `awscli.telemetry` is left to `session_id`, and `awscli.autocomplete.db` has
# what only a prompt reads.
_NAMES = {
    ("botocore.loaders", "Loader.CUSTOMER_DATA_PATH"): _MODELS,
    ("botocore.utils", "JSONFileCache.CACHE_DIR"): ".aws/boto/cache",
    ("botocore.credentials", "SSOProvider._SSO_TOKEN_CACHE_DIR"): _SSO_CACHE,
    ("botocore.tokens", "SSOTokenProvider._SSO_TOKEN_CACHE_DIR"): _SSO_CACHE,
    ("awscli.customizations.assumerole", "CACHE_DIR"): _CLI_CACHE,
    ("awscli.customizations.sso.utils", "AWS_CREDS_CACHE_DIR"): _CLI_CACHE,
    ("awscli.customizations.sso.utils", "SSO_TOKEN_DIR"): _SSO_CACHE,
    ("awscli.customizations.sso.logout", "AWS_CREDS_CACHE_DIR"): _CLI_CACHE,
    ("awscli.customizations.sso.logout", "SSO_TOKEN_DIR"): _SSO_CACHE,
    ("awscli.customizations.history", "DEFAULT_HISTORY_FILENAME"): _HISTORY,
    ("awscli.customizations.history.commands", "DEFAULT_HISTORY_FILENAME"): _HISTORY,
    ("awscli.customizations.eks.update_kubeconfig", "DEFAULT_PATH"): ".kube/config",
}
"""Paths in the home, by the modules and the names that have them."""
_DEFAULTS = {
    ("botocore.utils", "JSONFileCache.__init__"): ".aws/boto/cache",
    ("awscli.alias", "AliasLoader.__init__"): ".aws/cli/alias",
}
"""Those that are the first default of a method."""


def move_to(home: str) -> None:
    """Have all modules that are imported look in this home, as if imported by a user of it."""
    # All of them look in the same.
    if os.path.join(home, _MODELS) == Loader.CUSTOMER_DATA_PATH:  # noqa: PTH118 (for each command)
        return
    for (module, path), place in _NAMES.items():
        owner, _, name = path.rpartition(".")
        if (found := _found(module, owner)) is not None and hasattr(found, name):
            setattr(found, name, f"{home.rstrip('/')}/{place}")
    for (module, path), place in _DEFAULTS.items():
        if (method := _found(module, path)) is not None:
            method.__defaults__ = (f"{home.rstrip('/')}/{place}", *method.__defaults__[1:])


def _found(module: str, path: str) -> Any:
    """Return what a module has by a path of names, None if it is not imported."""
    found = sys.modules.get(module)
    return attrgetter(path)(found) if path and found is not None else found
