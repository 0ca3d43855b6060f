"""What is shown again and again while something goes on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def ticking(show: Callable[[], None], first: float, then: float) -> Iterator[None]:
    """Call `show` from another thread, after `first` seconds and then every `then` seconds."""
    ended = threading.Event()

    def tick() -> None:
        seconds = first
        while not ended.wait(seconds):
            show()
            seconds = then

    thread = threading.Thread(target=tick, name="awsbatch-progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
