"""The parent: it takes calls from clients, and hands each to a worker of its own.

It is one thread, and never waits for anybody but in its selector: so it can fork at any
time, and a call never waits for another's end.
"""

import os
import selectors
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from awsbatch.exec.call import Call
from awsbatch.exec.channel import Channel, Message, received
from awsbatch.exec.client_frame import HELLO, INTERRUPT, QUESTIONS, TAKEN, Become, ended, killed
from awsbatch.exec.peer import peer_of
from awsbatch.exec.worker_process import WorkerProcess

_MOST_IDLE = 8
_MOST = 1 << 10


class CallServer:
    """Takes calls and has them made."""

    def __init__(
        self,
        listener: socket.socket,
        serve: Callable[[Channel, int], object],
        desk: Mapping[str, Callable[[Message], Any]],
        report: Callable[[Message], object],
    ) -> None:
        """Take a listening socket and what a worker does with its channel and its lifeline.

        `desk` answers what workers ask, by kind; `report` is given how each call went. Both are
        told the number of the call.
        """
        self._listener = listener
        self._serve = serve
        self._desk = desk
        self._report = report
        self._selector = selectors.DefaultSelector()
        self._idle: list[WorkerProcess] = []
        """The one that was used last is the last."""
        self._calls: dict[WorkerProcess, Call] = {}
        self._number = 0
        self._lifeline, self._life = os.pipe()
        self._ended = False
        listener.setblocking(False)  # noqa: FBT003 (it has no name)
        self.watch(listener, self._accept)

    def watch(self, file: Any, notice: Callable[[], object]) -> None:
        """Have `notice` called whenever there is something to read."""
        self._selector.register(file, selectors.EVENT_READ, notice)

    def run(self, is_over: Callable[[], bool]) -> None:
        """Take calls until `is_over`, which is asked after each event."""
        while not is_over():
            for key, _ in self._selector.select():
                # One before may have closed it.
                if key.fileobj in self._selector.get_map():
                    key.data()

    def close(self) -> None:
        """End all workers, whatever they do."""
        for worker in [*self._idle, *self._calls]:
            worker.kill()
            worker.wait()
        self._selector.close()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except BlockingIOError:
            return
        if peer_of(connection).user != os.geteuid():
            connection.close()
            return
        self._number += 1
        call = Call(self._number, connection)
        self.watch(connection, lambda: self._begin(call))

    def _begin(self, call: Call) -> None:
        """Take the first bytes of a client, with its descriptors, and hand them to a worker."""
        data, descriptors = received(call.connection, len(QUESTIONS))
        if data == QUESTIONS:
            self._attend(call)
            return
        if len(data) != len(HELLO) + 1 or not data.startswith(HELLO):
            self._drop(call, descriptors)
            return
        call.mask, call.descriptors = data[-1], [*descriptors]
        call.tell(TAKEN)
        worker = self._idle.pop() if self._idle else self._forked()
        call.worker = worker
        self._calls[worker] = call
        self._selector.modify(
            call.connection, selectors.EVENT_READ, lambda: self._heed(call, worker)
        )
        message = {
            "call": call.number,
            "mask": call.mask,
            "group": os.getpgid(peer_of(call.connection).process),
        }
        worker.hand(message, call.descriptors)
        while call.descriptors:
            os.close(call.descriptors.pop())

    def _attend(self, call: Call) -> None:
        """Answer what a process asks that makes a call by itself."""
        channel = Channel(call.connection)
        self._selector.modify(
            call.connection, selectors.EVENT_READ, lambda: self._hear_alone(call, channel)
        )

    def _hear_alone(self, call: Call, channel: Channel) -> None:
        for message in channel.arrived():
            if message is None:
                self._drop(call, ())
            elif "ask" in message:
                self._reply(channel, call, message)
            else:
                self._report({**message, "call": call.number})

    def _reply(self, channel: Channel, call: Call, message: Message) -> None:
        answer = self._desk[message["ask"]]({**message, "call": call.number})
        # Who has gone does not need it.
        with suppress(OSError):
            channel.send({"answer": answer})

    def _drop(self, call: Call, descriptors: Any) -> None:
        for descriptor in descriptors:
            os.close(descriptor)
        self._selector.unregister(call.connection)
        call.connection.close()

    def _heed(self, call: Call, worker: WorkerProcess) -> None:
        """Pass on interrupts; end a call whose client has gone."""
        data, _ = received(call.connection, _MOST)
        for byte in data:
            if byte == INTERRUPT:
                worker.interrupt()
        if not data:
            worker.kill()
            self._gone(worker)

    def _forked(self) -> WorkerProcess:
        worker = WorkerProcess(lambda channel: self._serve(channel, self._lifeline), self._keep_out)
        self.watch(worker.channel, lambda: self._hear(worker))
        return worker

    def _keep_out(self) -> None:
        """Close, in a worker, what is the parent's."""
        os.close(self._life)
        for key in [*self._selector.get_map().values()]:
            _close(key.fileobj)
        for call in self._calls.values():
            for descriptor in call.descriptors:
                os.close(descriptor)
        self._selector.close()

    def _hear(self, worker: WorkerProcess) -> None:
        for message in worker.channel.arrived():
            if message is None:
                self._gone(worker)
            elif "ask" in message:
                self._reply(worker.channel, self._calls[worker], message)
            elif "become" in message:
                other = message["become"]
                self._end(worker, Become(other["words"], other["variables"]).frame(), message)
            else:
                self._end(worker, ended(message["done"]), message)

    def _end(self, worker: WorkerProcess, frame: bytes, message: Message) -> None:
        call = self._calls.pop(worker)
        self._answer(call, frame)
        self._report({**message, "call": call.number})
        if len(self._idle) < _MOST_IDLE:
            self._idle.append(worker)
        else:
            self._selector.unregister(worker.channel)
            worker.kill()
            worker.wait()

    def _gone(self, worker: WorkerProcess) -> None:
        """Note that a worker has ended, by itself or by being killed."""
        self._selector.unregister(worker.channel)
        signal = worker.wait()
        if worker in self._idle:
            self._idle.remove(worker)
        if (call := self._calls.pop(worker, None)) is not None:
            self._answer(call, killed(signal) if signal else ended(1))

    def _answer(self, call: Call, frame: bytes) -> None:
        self._selector.unregister(call.connection)
        call.tell(frame)
        call.connection.close()


def _close(file: Any) -> None:
    if isinstance(file, int):
        os.close(file)
    else:
        file.close()
