"""The workers, and which call each of them makes."""

import os
import selectors
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeAlias

from awsbatch.exec.call import Call
from awsbatch.exec.call_report import CallReport
from awsbatch.exec.channel import Channel, Message
from awsbatch.exec.client_frame import Become, ended, killed
from awsbatch.exec.worker_pool import WorkerPool
from awsbatch.exec.worker_process import WorkerProcess
from awsbatch.exec.working.interrupted_call import InterruptedCall

Serve: TypeAlias = Callable[[Channel, int, InterruptedCall], object]
"""What a worker does, with its channel, its lifeline, and what tells which call to interrupt."""
_MOST_IDLE = 8
_LOST = 1
"""What a client ends with whose worker has ended by itself, as if all were well."""


class Workforce:
    """Forks workers, hands calls to them, hears them, and sees them end."""

    def __init__(
        self,
        selector: selectors.BaseSelector,
        serve: Serve,
        answer: Callable[[Message, int], Any],
        over: Callable[[Call, bytes, CallReport], object],
        anew: Callable[[Call], object],
        keep_out: Callable[[], object],
    ) -> None:
        """Take what a worker does.

        `answer` returns what is answered to a question in the call of a number; `over` is called
        at the end of each call, with what its client is to be told, and `anew`
        instead for one that has not begun. `keep_out` is called in a
        new worker, to close what is the parent's alone.
        """
        self._selector = selector
        self._serve = serve
        self._answer = answer
        self._over = over
        self._anew = anew
        self._keep_out = keep_out
        self._pool: WorkerPool[WorkerProcess] = WorkerPool(_MOST_IDLE)
        self._workers: set[WorkerProcess] = set()
        """All that were not reaped."""
        self._calls: dict[WorkerProcess, Call] = {}
        self._lifeline, self._life = os.pipe()

    def free(self, call: Call) -> WorkerProcess:
        """Return a worker for a call; raise `OSError` where a new one is needed and cannot be."""
        while (worker := self._pool.take(is_detached=call.is_detached)) is not None:
            if worker.channel.is_open:
                return worker
        return self._forked(call)

    def spare(self, worker: WorkerProcess) -> None:
        """Take back a worker that is free."""
        if (surplus := self._pool.give_back(worker)) is not None:
            surplus.kill()

    def hand(self, worker: WorkerProcess, call: Call) -> None:
        """Have a call made by a worker that is free."""
        self._calls[worker] = call
        message = {
            "call": call.number,
            "mask": call.mask,
            "group": call.group,
            "process": call.process,
        }
        # One that has gone since is seen to have ended in the call.
        with suppress(OSError):
            worker.hand(message, call.descriptors)
        call.let_go()

    def abandon(self, worker: WorkerProcess) -> None:
        """End the worker of a call, whose client has gone."""
        del self._calls[worker]
        worker.kill()

    def reap(self) -> None:
        """See to the workers that have ended."""
        for worker in [each for each in self._workers if each.reap()]:
            self._bury(worker)

    def dismiss(self) -> None:
        """End the idle ones, now and from now on."""
        for worker in self._pool.close():
            worker.kill()

    def close(self) -> None:
        """End all, whatever they do."""
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.reap(waits=True)
        self._workers.clear()

    def _forked(self, call: Call) -> WorkerProcess:
        def keep_out() -> None:
            os.close(self._life)
            self._keep_out()

        def serve(channel: Channel, interrupted: InterruptedCall) -> None:
            self._serve(channel, self._lifeline, interrupted)

        worker = WorkerProcess(serve, keep_out, is_detached=call.is_detached)
        self._workers.add(worker)
        self._selector.register(worker.channel, selectors.EVENT_READ, lambda: self._hear(worker))
        return worker

    def _hear(self, worker: WorkerProcess) -> None:
        for message in worker.channel.arrived():
            call = self._calls.get(worker)
            if message is None:
                self._part(worker)
                continue
            if call is not None:
                call.has_begun = True
            if call is not None and "ask" in message:
                # One that has gone since does not need it.
                with suppress(OSError):
                    worker.channel.send({"answer": self._answer(message, call.number)})
            elif call is not None and "begins" in message:
                call.told = message["begins"]
            elif call is not None:
                self._end(worker, call, message)

    def _end(self, worker: WorkerProcess, call: Call, message: Message) -> None:
        """Note that a worker is done with its call."""
        del self._calls[worker]
        told = message.get("report", {})
        if (other := message.get("become")) is not None:
            become = Become(other["words"])
            report = call.report(instead=become.words, why=message.get("why"), told=told)
            self._over(call, become.frame(), report)
        else:
            status = message["done"]
            self._over(call, ended(status), call.report(exit_status=status, told=told))
        if message.get("last"):
            worker.kill()
        else:
            self.spare(worker)

    def _part(self, worker: WorkerProcess) -> None:
        """Have nothing to do any more with a worker, which has ended or is to."""
        self._pool.remove(worker)
        if worker.channel.fileno() >= 0:
            self._selector.unregister(worker.channel)
            worker.channel.close()
            worker.kill()

    def _bury(self, worker: WorkerProcess) -> None:
        """Note that a worker has ended."""
        self._workers.remove(worker)
        if worker.channel.fileno() >= 0:
            # It may have been done with its call.
            self._hear(worker)
        self._part(worker)
        if (call := self._calls.pop(worker, None)) is None:
            return
        if worker.channel.is_unread and not call.has_begun:
            # It was killed while it was idle, and not yet gone when it was given the call.
            self._anew(call)
        elif (number := -(worker.exit_code or 0)) > 0:
            self._over(call, killed(number), call.report(signal=number))
        else:
            status = worker.exit_code or _LOST
            self._over(call, ended(status), call.report(exit_status=status))
