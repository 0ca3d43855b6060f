"""A process that makes calls of `aws`, one at a time, each as a process of its own would."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, Protocol

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Errand
from awsbatch.contract.outcome import Outcome
from awsbatch.contract.word import Word
from awsbatch.exec import call_request, guard_question
from awsbatch.exec.call_question import Questions
from awsbatch.exec.call_request import CallRequest
from awsbatch.exec.channel import Channel, Message
from awsbatch.exec.client_frame import FOLDER, Become
from awsbatch.output.own_descriptor import OwnDescriptor
from awsbatch.output.sink import Sink

INTERRUPT = signal.SIGUSR1
"""What interrupts the call under way. SIGINT is the client's, which passes it on."""
_NOTHING = 127


class CallRunner(Protocol):
    """Something that makes calls of `aws` in this process."""

    def run(
        self,
        words: Sequence[Word],
        *,
        stdout: Sink,
        stderr: Sink,
        cancellation: Cancellation,
        errand: Errand | None = None,
    ) -> Outcome:
        """Make one call: see `awsbatch.contract.runner.CommandRunner`."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""

    @property
    def connections(self) -> int:
        """How many connections were opened so far."""


class Worker:
    """The worker that this process is."""

    def __init__(
        self,
        channel: Channel,
        runner: CallRunner,
        instead: Callable[[CallRequest], Become | None],
        questions: Questions,
        laid: Callable[[Mapping[str, str]], Mapping[str, str]] = dict,
    ) -> None:
        """Take what makes calls, and what tells which of them another program is to make.

        Calls ask the parent by `questions`. `laid` returns what the environment of a call
        becomes.
        """
        self._channel = channel
        self._runner = runner
        self._instead = instead
        self._questions = questions
        self._laid = laid
        self._is_under_way = False
        self._group = os.getpgrp()

    def serve(self, lifeline: int) -> NoReturn:
        """Make calls until the parent has gone; `lifeline` ends with it, even if it is killed."""
        signal.signal(signal.SIGINT, _nothing)
        signal.signal(INTERRUPT, self._interrupt)
        threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
        while (message := self._channel.receive()) is not None:
            answer = self._answer(message, self._channel.take())
            _let_go()
            self._channel.send(answer)
        os._exit(0)

    def _interrupt(self, *_: object) -> None:
        if self._is_under_way:
            self._questions.interrupt()

    def _answer(self, message: Message, descriptors: Sequence[int]) -> Message:
        request = self._prepare(message["mask"], list(descriptors))
        if request is None:
            return {"done": _NOTHING, "report": {}}
        if (other := self._instead(request)) is not None:
            return {"become": {"words": other.words, "variables": other.variables}}
        _join(message["group"])
        try:
            return self._made(request, message["call"])
        finally:
            _join(self._group)

    def _prepare(self, mask: int, descriptors: list[int]) -> CallRequest | None:
        """Make this process what the client is, and return what it asks for."""
        request = call_request.read(descriptors.pop(0))
        if mask & FOLDER:
            folder = descriptors.pop(0)
            os.fchdir(folder)
            os.close(folder)
        for number in range(3):
            if mask & 1 << number:
                given = descriptors.pop(0)
                os.dup2(given, number)
                os.close(given)
            else:
                with contextlib.suppress(OSError):
                    os.close(number)
        if request is not None:
            os.umask(request.umask)
            _set_environment(self._laid(request.environ))
            sys.stdin = open(0, closefd=False) if mask & 1 else None  # noqa: SIM115 (descriptor 0 stays)
        return request

    def _made(self, request: CallRequest, number: int) -> Message:
        before = self._runner.requests, self._runner.connections
        self._is_under_way = True
        try:
            with self._questions.allowed():
                outcome = self._runner.run(
                    [(word,) for word in request.words],
                    stdout=OwnDescriptor(1),
                    stderr=OwnDescriptor(2),
                    cancellation=Cancellation(),
                    errand=Errand(number),
                )
        finally:
            self._is_under_way = False
        report: dict[str, Any] = {
            "requests": self._runner.requests - before[0],
            "connections": self._runner.connections - before[1],
        }
        if outcome.failure is not None:
            report["code"] = outcome.failure.code
        if outcome.refusal is not None:
            report["refused"] = guard_question.answer(outcome.refusal)
        return {"done": outcome.exit_status, "report": report}


def _nothing(*_: object) -> None:
    """Do nothing, unlike a signal that is ignored, which programs started here would ignore too."""


def _set_environment(environ: Mapping[str, str]) -> None:
    if os.environ != environ:
        for name in [name for name in os.environ if name not in environ]:
            del os.environ[name]
        os.environ.update(environ)


def _join(group: int) -> None:
    """Be in a process group: the terminal stops and continues it as a whole."""
    if os.getpgrp() != group:
        # The group may have gone, or be of another session.
        with contextlib.suppress(OSError):
            os.setpgid(0, group)


def _let_go() -> None:
    """Close what is the client's: whoever reads its output waits for the end of that."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    if nothing > 2:  # noqa: PLR2004 (the last of those)
        os.close(nothing)


def _end_with(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGKILL)
