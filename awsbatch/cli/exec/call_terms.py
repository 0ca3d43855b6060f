"""How the calls of a program are held: by guards and the sandbox, and by the turns of all."""

from __future__ import annotations

import mmap
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

from awsbatch.cli.exec import fresh_call
from awsbatch.cli.verbatim import is_verbatim
from awsbatch.exec.client_frame import Become
from awsbatch.exec.guard_question import REFUSAL
from awsbatch.exec.remote_guard import RemoteGuard
from awsbatch.exec.turn.remote_turn import RemoteTurns
from awsbatch.exec.turn.turn_desk import TURN, TurnDesk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from awsbatch.cli.option import Options
    from awsbatch.exec.call_question import Questions
    from awsbatch.exec.channel import Message
    from awsbatch.exec.guard_desk import GuardDesk
    from awsbatch.sandbox.sandbox import Sandbox


class CallTerms:
    """What the parent and its workers hold calls to."""

    def __init__(self, options: Options, desk: GuardDesk, sandbox: Sandbox | None) -> None:
        self._options = options
        self._desk = desk
        self._sandbox = sandbox
        self.is_verbose = options.verbose
        self.is_verbatim = is_verbatim(os.environ)
        self.guard = RemoteGuard() if is_guarded(options) else None
        """The guard of each worker."""
        # Workers share it with this process.
        self._is_throttled = mmap.mmap(-1, 1)
        self._turns = RemoteTurns(self._is_throttled)

    @property
    def desk(self) -> Mapping[str, Callable[[Message], Any]]:
        """What answers questions, by their kind."""
        return {
            REFUSAL: self._desk.answer,
            fresh_call.TERMS: lambda _: self._told,
            TURN: self._turn,
        }

    def _turn(self, message: Message) -> float | bool | None:
        return self._turn_desk.answer(message)

    @cached_property
    def _turn_desk(self) -> TurnDesk:
        # Imported here: it brings the AWS CLI, which whoever asks has started.
        from awsbatch.aws.wire.throttle import Throttles

        return TurnDesk(Throttles(), self._is_throttled)

    def connect(self, questions: Questions) -> None:
        """Have calls of this process, a worker, ask the parent by these."""
        self._turns.connect(questions)
        if self.guard is not None:
            self.guard.connect(questions)

    @property
    def runner(self) -> dict[str, Any]:
        """What the runner of all workers is made with."""
        given = {
            "turns": self._turns,
            "record_request_ids": self.is_verbose,
            "verbatim": self.is_verbatim,
        }
        if self.guard is None:
            return given
        return {
            **given,
            "guard": self.guard,
            "tells_signers": bool(self._options.expected_accounts),
            "sandbox": None if self._sandbox is None else self._sandbox.endpoint_url,
        }

    def laid(self, environ: Mapping[str, str]) -> Mapping[str, str]:
        """Return what the environment of a call becomes."""
        if self._sandbox is None or self._sandbox.home is None:
            return environ
        from awsbatch.sandbox.environment import for_call

        return for_call(self._sandbox.endpoint_url, self._sandbox.home, environ)

    def of_program(self, environ: Mapping[str, str]) -> Mapping[str, str]:
        """Return what the environment of the program becomes."""
        if self._sandbox is None or self._sandbox.home is None:
            return environ
        from awsbatch.sandbox.environment import for_program

        return for_program(self._sandbox.endpoint_url, self._sandbox.home, environ)

    def held(self, other: Become, folder: Path, why: str) -> Become:
        """Return what a client is to become, and why; it is never an unguarded `aws`."""
        if self.guard is None:
            return other
        return Become(fresh_call.words(folder, why))

    @property
    def _told(self) -> Message:
        sandbox = self._sandbox
        return {
            "tells_signers": bool(self._options.expected_accounts),
            "whole": self._options.verbose,
            "sandbox": sandbox
            and {"endpoint_url": sandbox.endpoint_url, "home": str(sandbox.home)},
        }


def is_guarded(options: Options) -> bool:
    """Return whether no other `aws` may make a call."""
    return options.max_changes is not None or bool(options.expected_accounts) or options.sandbox
