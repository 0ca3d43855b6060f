"""The whole program in a process of its own, while it runs."""

import subprocess
from types import TracebackType


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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is not None:
            self.kill()
        super().__exit__(kind, error, traceback)
