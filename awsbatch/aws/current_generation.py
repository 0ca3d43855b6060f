"""The generation of the user's configuration that commands run in now."""

from threading import Lock

from awsbatch.aws.config_generation import Generation
from awsbatch.aws.isolation import garbage
from awsbatch.aws.session.signer_cache import Signers
from awsbatch.aws.shortcut import Shortcuts
from awsbatch.aws.wire.connection import Connections
from awsbatch.aws.wire.throttle import Throttles


class CurrentGeneration:
    """Keeps a generation as long as the configuration that it was made from stays as it is."""

    def __init__(
        self,
        connections: Connections,
        throttles: Throttles,
        signers: Signers,
        shortcuts: Shortcuts,
        *,
        jobs: int,
        sandbox: str | None,
        verbatim: bool,
        tells_signers: bool,
    ) -> None:
        """Make none yet; the parts are those that outlive a generation."""
        self.last: Generation | None = None
        """The one that was made last, whatever has changed since; None before the first."""
        self._connections = connections
        self._throttles = throttles
        self._signers = signers
        self._shortcuts = shortcuts
        self._jobs = jobs
        self._sandbox = sandbox
        self._verbatim = verbatim
        self._tells_signers = tells_signers
        # Held by whoever makes a generation; those who want it meanwhile wait for that one.
        self._making = Lock()

    def get(self) -> Generation:
        """Return the generation for the configuration as it is now, made if it has changed."""
        while True:
            last = self.last
            if last is not None and not last.configuration.changed():
                return last
            with self._making:
                if self.last is last:
                    self.last = self._made()

    def drop(self) -> None:
        """Have another one made for the next command."""
        self.last = None

    def _made(self) -> Generation:
        # Dropped first, so that `made_for_good` finds it to be garbage.
        self.last = None
        self._connections.begin(None)
        with garbage.made_for_good():
            return Generation(
                self._connections,
                self._throttles,
                jobs=self._jobs,
                signers=self._signers,
                sandbox=self._sandbox,
                shortcuts=self._shortcuts,
                verbatim=self._verbatim,
                tells_signers=self._tells_signers,
            )
