"""Transfers of `aws s3` by the AWS CRT, which sends by itself.

What it sends goes by no throttle and is not counted, no guard is asked, and an
abandoned transfer runs on. So it is for commands that have the process to
themselves and no guard. Where the
CLI itself would choose it, others transfer as if another `aws` had it already.
Importing this module has the CLI look first.
"""

from collections.abc import Callable
from typing import Any

from awsbatch.aws.invocation import current
from awsbatch.aws.isolation.late_change import when_imported
from awsbatch.aws.version.installed import refuse
from awsbatch.contract.guard import Refusal

_REFUSAL = (
    "a transfer by the AWS CRT cannot run beside other commands: run it by itself,"
    " or set `preferred_transfer_client` to `default`"
)
_UNGUARDED = Refusal(
    "no guard can stop a transfer by the AWS CRT",
    "set `preferred_transfer_client` to `default`",
)
_SETTING = "preferred_transfer_client"
_CRT = "crt"
_AUTO = "auto"
# Later versions call it `classic`, and know the older name.
_CLASSIC = "default"


def _looking(choose: Callable[..., str]) -> Callable[..., str]:
    """Return a function that chooses how to transfer, which looks who is beside the command."""

    def choose_alone(self: Any, params: Any, runtime_config: dict[str, Any]) -> str:
        invocation = current()
        if invocation is None or (invocation.is_by_itself and invocation.clearance is None):
            return choose(self, params, runtime_config)
        if runtime_config.get(_SETTING, _AUTO) == _AUTO:
            runtime_config = {**runtime_config, _SETTING: _CLASSIC}
        chosen = choose(self, params, runtime_config)
        if chosen == _CRT:
            if invocation.clearance is not None:
                invocation.refuse(_UNGUARDED)
            refuse(_REFUSAL)
        return chosen

    return choose_alone


def _change_factory(module: Any) -> None:
    kind = module.TransferManagerFactory
    # awscli 2.9 to 2.36: the one place where it is decided.
    kind._compute_transfer_client_type = _looking(kind._compute_transfer_client_type)  # noqa: SLF001


def _change_manager(module: Any) -> None:
    """Have other processes find the CRT free when a transfer has ended, as a fresh `aws` has."""
    kind = module.CRTTransferManager
    leave = kind.__exit__

    def leave_free(self: Any, *error: Any) -> Any:
        try:
            return leave(self, *error)
        finally:
            module.CRT_S3_PROCESS_LOCK = None

    kind.__exit__ = leave_free


when_imported("awscli.customizations.s3.factory", _change_factory)
when_imported("s3transfer.crt", _change_manager)
