"""The whole program in a process of its own, while it runs."""

import subprocess
import threading
from types import TracebackType

# How often a process is looked at that should be running; nothing is decided by it.
_LOOK_SECONDS = 1.0


class Program(subprocess.Popen[str]):
    """A process whose end is waited for, unless the test has failed: it may never come then."""

    def __init__(self, *words: str) -> None:
        super().__init__(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for(self, came: threading.Semaphore, times: int = 1) -> None:
        """Wait until something has come so many times, which it will not once the process ends."""
        for number in range(times):
            while not came.acquire(timeout=_LOOK_SECONDS):
                assert self.poll() is None, (number, self.returncode, *self.communicate())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is not None:
            self.kill()
        super().__exit__(kind, error, traceback)
