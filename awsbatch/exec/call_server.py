"""The parent: it takes calls from clients, and hands each to a worker of its own.

It is one thread, and never waits for anybody but in its selector: so it can fork at any
time, and a call never waits for another's end.
"""

import os
import selectors
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from awsbatch.exec.call import NO_ROOM, Call, NoCallError
from awsbatch.exec.call_report import CallReport
from awsbatch.exec.channel import Channel, Message
from awsbatch.exec.client_frame import INTERRUPT, TAKEN, Become, ended
from awsbatch.exec.front_link import FrontLink
from awsbatch.exec.peer import peer_of
from awsbatch.exec.run_folder import RunFolder
from awsbatch.exec.turn.start_queue import StartQueue
from awsbatch.exec.wake_up import WakeUp
from awsbatch.exec.worker_process import WorkerProcess
from awsbatch.exec.workforce import Serve, Workforce
from awsbatch.fault.wording import reason

_INTERRUPTED = 130
_GONE = "its client went away"


class CallServer:
    """Takes calls and has them made."""

    def __init__(
        self,
        folder: RunFolder,
        client: Path,
        front: FrontLink,
        serve: Serve,
        desk: Mapping[str, Callable[[Message], Any]],
        report: Callable[[CallReport], object],
        conclude: Callable[[int, int], int],
        rate: float | None = None,
    ) -> None:
        """Take where clients connect, their program, and who waits for the program that is run.

        `serve` is what a worker does; `desk` answers what calls ask, by kind, with the number
        of the `call`; `report` is given how each went.
        `conclude` is given the exit status of the program and how many calls are still under
        way, and returns the status of `awsbatch exec`.
        No more calls begin a second than `rate`.
        """
        self._folder = folder
        self._client = client
        self._front = front
        self._desk = desk
        self._report = report
        self._conclude = conclude
        self._selector = selectors.DefaultSelector()
        self._workforce = Workforce(
            self._selector, serve, self._answer, self._end, self._begin_anew, self._keep_out
        )
        self._number = 0
        self._silent: set[Call] = set()
        """Connections on which nothing has come yet."""
        self._open: set[Call] = set()
        """Calls that have begun, or wait for their start."""
        self._starts: StartQueue[Call] = StartQueue(rate)
        self._reserve = _reserve()
        self._wake_up = WakeUp()
        folder.listener.setblocking(False)  # noqa: FBT003 (it has no name)
        self._watch(folder.listener, self._accept)
        self._watch(front, self._hear_front)
        self._watch(self._wake_up, self._wake)

    def run(self) -> None:
        """Take calls until the program has ended, and all of its calls have."""
        while self._takes or self._open:
            for key, _ in self._selector.select(self._starts.seconds):
                # One before may have closed it.
                if self._selector.get_map().get(key.fd) is key:
                    key.data()
            for call in self._starts.due():
                self._begin(call)
        self._workforce.close()

    @property
    def _takes(self) -> bool:
        """Whether there may be further calls."""
        return self._folder.listener.fileno() >= 0

    def _watch(self, file: Any, notice: Callable[[], object]) -> None:
        self._selector.register(file, selectors.EVENT_READ, notice)

    def _forget(self, file: Any) -> None:
        self._selector.unregister(file)
        file.close()

    def _keep_out(self) -> None:
        """Close, in a worker, what is the parent's alone."""
        # Their connections are among the files of the selector.
        for call in self._silent | self._open:
            call.let_go()
        for key in [*self._selector.get_map().values()]:
            file: Any = key.fileobj
            file.close()
        self._selector.close()
        os.close(self._reserve)

    def _wake(self) -> None:
        self._wake_up.clear()
        self._workforce.reap()

    def _hear_front(self) -> None:
        """End with the program, or at once where the process that waits for it was killed."""
        status = self._front.program_status()
        if status is None:
            self._workforce.close()
            self._open.clear()
            self._starts = StartQueue(None)
        else:
            while self._accept():
                pass
        for call in [*self._silent]:
            self._drop(call)
        self._forget(self._folder.listener)
        self._folder.remove()
        self._selector.unregister(self._front)
        if status is not None:
            self._workforce.dismiss()
            status = self._conclude(status, len(self._open))
            self._front.conclude(status, goes_on=bool(self._open))

    def _accept(self) -> bool:
        """Take a connection; return whether there may be further ones."""
        try:
            connection, _ = self._folder.listener.accept()
        except BlockingIOError:
            return False
        except OSError:
            # It has gone already, or there is no room for it.
            return self._turn_away()
        if (peer := peer_of(connection)).user != os.geteuid():
            connection.close()
            return True
        self._number += 1
        call = Call(self._number, connection, peer)
        self._silent.add(call)
        self._watch(call, lambda: self._greet(call))
        self._greet(call)
        return True

    def _turn_away(self) -> bool:
        """Have a client that there is no room for see that it is not served, and go on alone."""
        os.close(self._reserve)
        try:
            with suppress(OSError):
                self._folder.listener.accept()[0].close()
                self._number += 1
                self._report(CallReport(self._number, 0.0, why=NO_ROOM, is_left=True))
        finally:
            self._reserve = _reserve()
        return False

    def _greet(self, call: Call) -> None:
        """Take what a client begins with."""
        try:
            call.greet()
        except BlockingIOError:
            return
        except NoCallError as error:
            self._drop(call, *error.args)
            return
        if call.is_question:
            self._attend(call)
        else:
            self._open_up(call, lambda: self._heed_early(call))
            self._starts.add(call)

    def _heed_early(self, call: Call) -> None:
        """End a call that waits for its start where it is interrupted, or its client has gone."""
        heard = call.heard()
        if heard and INTERRUPT not in heard:
            return
        self._starts.remove(call)
        if heard:
            self._end(call, TAKEN + ended(_INTERRUPTED), call.report(exit_status=_INTERRUPTED))
        else:
            self._close(call)

    def _begin(self, call: Call) -> None:
        """Have a call made, or leave it to its client, which makes it alone if it was not taken."""
        try:
            worker = self._workforce.free(call)
        except OSError as error:
            self._close(call, call.report(why=reason(error), is_left=True))
            return
        if not call.tell(TAKEN):
            self._workforce.spare(worker)
            self._close(call)
            return
        self._selector.modify(call, selectors.EVENT_READ, lambda: self._heed(call, worker))
        self._workforce.hand(worker, call)

    def _open_up(self, call: Call, notice: Callable[[], object]) -> None:
        self._silent.remove(call)
        self._open.add(call)
        self._selector.modify(call, selectors.EVENT_READ, notice)

    def _drop(self, call: Call, why: str | None = None) -> None:
        """Let a client go whose call has not begun."""
        self._silent.remove(call)
        self._forget(call)
        if why is not None:
            self._report(call.report(why=why, is_left=True))

    def _heed(self, call: Call, worker: WorkerProcess) -> None:
        """Pass on an interrupt; end a call whose client has gone."""
        heard = call.heard()
        if INTERRUPT in heard:
            worker.interrupt(call.number)
        if not heard:
            self._workforce.abandon(worker)
            self._close(call, call.report(is_cut=True, why=_GONE))

    def _end(self, call: Call, frame: bytes, report: CallReport) -> None:
        # In this order: what is said of it stands before what the program does next.
        self._report(report)
        call.tell(frame)
        self._close(call)

    def _begin_anew(self, call: Call) -> None:
        """Have the client of a call that was taken, and has not begun, call again."""
        call.tell(Become([os.fspath(self._client)]).frame())
        self._close(call)

    def _close(self, call: Call, report: CallReport | None = None) -> None:
        self._open.remove(call)
        self._forget(call)
        if report is not None:
            self._report(report)

    def _attend(self, call: Call) -> None:
        """Answer to a process that makes a call by itself."""
        channel = Channel(call.connection)
        self._open_up(call, lambda: self._hear(call, channel))

    def _hear(self, call: Call, channel: Channel) -> None:
        for message in channel.arrived():
            if message is None:
                is_cut = call.has_begun and not call.is_over
                self._close(call, call.report(is_cut=True, why=_GONE) if is_cut else None)
            elif "ask" in message:
                call.has_begun = True
                # One that has gone does not need it.
                with suppress(OSError):
                    channel.send({"answer": self._answer(message, call.number)})
            else:
                call.is_over = True
                told = message.get("report", {})
                self._report(call.report(exit_status=message["done"], told=told))

    def _answer(self, message: Message, number: int) -> Any:
        return self._desk[message["ask"]]({**message, "call": number})


def _reserve() -> int:
    """Return a descriptor that is there to be closed where another one is needed."""
    return os.open(os.devnull, os.O_RDONLY)
