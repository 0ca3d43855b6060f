"""How much all calls of `aws` in one process have sent, and whether any of it was signed."""

import threading

from awsbatch.contract.first_signing import FirstSigning


class Traffic:
    """The requests of all calls of `aws` in one process."""

    def __init__(self) -> None:
        self.requests = 0
        """How many were sent, retries included."""
        self.signing = FirstSigning()
        # It guards the number, which threads of several calls add to.
        self._lock = threading.Lock()

    def count_request(self) -> None:
        """Count a request about to be sent."""
        with self._lock:
            self.requests += 1
