"""A process that makes calls of `aws`, one at a time, each as a process of its own would."""

import contextlib
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import thread as pool
from dataclasses import replace
from typing import Any, NoReturn, Protocol

from awsbatch.contract.guard import Errand
from awsbatch.contract.outcome import Outcome
from awsbatch.contract.own_process import OwnProcessError
from awsbatch.exec import call_request, guard_question
from awsbatch.exec.call_question import Questions
from awsbatch.exec.call_request import CallRequest
from awsbatch.exec.channel import Channel, Message
from awsbatch.exec.client_frame import FOLDER, STOPS, STREAMS, Become
from awsbatch.exec.working.call_interrupt import Interrupts
from awsbatch.exec.working.fresh_reason import fresh_reason
from awsbatch.exec.working.interrupted_call import InterruptedCall
from awsbatch.exec.working.own_stream import StandardStreams
from awsbatch.exec.working.process_bound import ProcessBounds
from awsbatch.exec.working.start_variable import start_variables

_NOTHING = 127
_FAILED = 1
_INTERRUPTED = 130


class CallRunner(Protocol):
    """Something that makes calls of `aws` in this process."""

    def call(self, words: Sequence[str], errand: Errand) -> Outcome:
        """Make one call; raise `OwnProcessError` before anything is done."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""

    @property
    def throttled(self) -> int:
        """How many of them were refused for coming too fast."""

    @property
    def connections(self) -> int:
        """How many connections were opened so far."""

    @property
    def shortcut_bug(self) -> str | None:
        """What was found to be wrong with a shortcut, if anything."""


class Worker:
    """The worker that this process is."""

    def __init__(
        self,
        channel: Channel,
        runner: CallRunner,
        first: Mapping[str, str],
        instead: Callable[[CallRequest, str], Become],
        questions: Questions,
        laid: Callable[[Mapping[str, str]], Mapping[str, str]],
        described: Callable[[Sequence[str], Outcome | None], Message],
        interrupted: InterruptedCall,
    ) -> None:
        """Take what makes calls, and what tells which program makes others, by why it does.

        `first` is the environment that the program began with, and so that of
        this process where it counts. Calls ask the parent by `questions`.
        `laid` returns what the environment of a call becomes, and `described`
        what is told of a call, by its words. The parent interrupts by `interrupted`.
        """
        self._channel = channel
        self._runner = runner
        self._first = first
        self._own = start_variables(os.environ)
        self._instead = instead
        self._questions = questions
        self._laid = laid
        self._described = described
        self._streams = StandardStreams()
        self._interrupts = Interrupts(questions.interrupt, interrupted)
        self._group = os.getpgrp()
        # Those of this process are the same, but while it is in the group of a client.
        self._bounds = ProcessBounds(os.getppid())
        self._threads = 0

    def serve(self, lifeline: int) -> NoReturn:
        """Make calls until the parent has gone; `lifeline` ends with it, even if it is killed."""
        self._interrupts.watch(lifeline)
        self._threads = threading.active_count()
        while (message := self._channel.receive()) is not None:
            self._interrupts.begin(message["call"])
            answer = self._answer(message, self._channel.take())
            _let_go()
            self._channel.send(answer)
            if answer.get("last"):
                break
        os._exit(0)

    def _answer(self, message: Message, descriptors: Sequence[int]) -> Message:
        mask = message["mask"]
        request = _taken(mask, list(descriptors))
        if request is None:
            return {"done": _NOTHING, "report": {}}
        stop_as(mask)
        _join(message["group"])
        try:
            return self._made(request, message)
        except OwnProcessError as error:
            other = self._instead(request, error.reason)
            become = {"words": other.words}
            told = self._described(request.words, None)
            return {"become": become, "why": error.reason, "report": told}
        finally:
            _join(self._group)

    def _made(self, request: CallRequest, message: Message) -> Message:
        reason = fresh_reason(request, message["mask"], self._first)
        reason = reason or self._bounds.difference(message["process"])
        if reason is not None:
            raise OwnProcessError(reason)
        self._prepare(request)
        # Nobody tells of it later where it is ended in its middle.
        if told := self._described(request.words, None):
            self._channel.send({"begins": told})
        before = self._counts()
        status, outcome = self._run(request, message["call"])
        status = self._streams.end(status)
        if outcome is None or outcome.exit_status != status:
            outcome = replace(outcome or Outcome(status), exit_status=status)
        report = {name: count - before[name] for name, count in self._counts().items()}
        report |= self._described(request.words, outcome)
        if outcome.refusal is not None:
            report["refused"] = guard_question.answer(outcome.refusal)
        if (bug := self._runner.shortcut_bug) is not None:
            report["bug"] = bug
        # What was interrupted may have left things half done, and threads that go on.
        is_last = self._interrupts.taken or threading.active_count() != self._threads
        return {"done": status, "report": report, "last": is_last}

    def _counts(self) -> dict[str, Any]:
        runner = self._runner
        return {
            "requests": runner.requests,
            "connections": runner.connections,
            "throttled": runner.throttled,
        }

    def _prepare(self, request: CallRequest) -> None:
        """Make this process what the client is, as far as that is not done yet."""
        try:
            self._streams.open()
        except OSError as error:
            raise OwnProcessError("one of its standard streams cannot be used") from error
        os.umask(request.umask)
        _set_environment({**self._laid(request.environ), **self._own})
        # Python remembers the folder for such files, which the environment may name.
        tempfile.tempdir = None

    def _run(self, request: CallRequest, number: int) -> tuple[int, Outcome | None]:
        """Make a call, and return the exit status of its process, before that has flushed."""
        outcome = None
        try:
            with self._questions.allowed(), self._interrupts.raised():
                outcome = self._runner.call(request.words, Errand(number))
                _end_threads()
        except OwnProcessError:
            raise
        except KeyboardInterrupt:
            # As the AWS CLI does where it is interrupted.
            sys.stdout.write("\n")
            return _INTERRUPTED, outcome
        except BaseException:  # noqa: BLE001 (as a process ends)
            sys.excepthook(*sys.exc_info())
        return _FAILED if outcome is None else outcome.exit_status, outcome


def _taken(mask: int, descriptors: list[int]) -> CallRequest | None:
    """Take the descriptors of a client as those of this process; return what it asks for."""
    request = call_request.read(descriptors.pop(0))
    if mask & FOLDER:
        folder = descriptors.pop(0)
        os.fchdir(folder)
        os.close(folder)
    for number in range(STREAMS.bit_length()):
        if mask & 1 << number:
            given = descriptors.pop(0)
            os.dup2(given, number)
            os.close(given)
    return request


def _set_environment(environ: Mapping[str, str]) -> None:
    if os.environ != environ:
        for name in [name for name in os.environ if environ.get(name) != os.environ[name]]:
            del os.environ[name]
        os.environ.update({n: value for n, value in environ.items() if n not in os.environ})


def _join(group: int) -> None:
    """Be in a process group: the terminal stops and continues it as a whole."""
    if os.getpgrp() != group:
        # The group may have gone, or be of another session.
        with contextlib.suppress(OSError):
            os.setpgid(0, group)


def stop_as(mask: int) -> None:
    """Ignore the signals that stop a process where the client does: it is the one seen to stop."""
    for number, bit in STOPS.items():
        ignored = signal.SIG_IGN if mask & bit else signal.SIG_DFL
        if signal.getsignal(number) != ignored:
            signal.signal(number, ignored)


def _end_threads() -> None:
    """Wait for the threads that Python waits for at the end of a process."""
    left = [each for each in threading.enumerate() if not each.daemon]
    left.remove(threading.main_thread())
    if left:
        # Those of pools that nobody has ended wait for work; as of CPython 3.10 to 3.14.
        pool._python_exit()  # noqa: SLF001
    for each in left:
        each.join()


def _let_go() -> None:
    """Close what is the client's: whoever reads its output waits for the end of that."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(STREAMS.bit_length()):
        os.dup2(nothing, number)
    os.close(nothing)
