"""The keys of commands: of their words with where these go, and of their places.

Each has two halves: the one of words is made of the words and of their target,
and the one of a place of the statement and of the values of loops around it.
"""

from collections.abc import Sequence

from awsbatch.contract.journal import Call, Line, Spot
from awsbatch.joblog.keyed_digest import HALF, KeyedDigest
from awsbatch.joblog.place_key import rounds_text, spot_text

_BOTH = 2 * HALF


class CallKeys:
    """Makes the keys of one log, as texts in hexadecimal."""

    def __init__(self, digest: KeyedDigest) -> None:
        self._digest = digest
        self._no_rounds = digest.of(rounds_text(()))[:HALF]
        self._of_loop: tuple[Spot | None, str] = None, ""
        """The statement in a loop that came last, and its half of the key."""

    def keys(
        self, call: Call, text: str, mark: str, files: Sequence[tuple[str, str]] = ()
    ) -> tuple[str, str]:
        """Return the keys of a command's words and of its place.

        `text` is that of the words, `mark` that of where the command goes, and
        `files` has the contents of the files that it names.
        """
        digest = self._digest.of(text)
        if call.rounds:
            place = self._in_loop(call.spot) + self._digest.of(rounds_text(call.rounds))[:HALF]
        else:
            spot = call.spot
            # What has no values is told by its words as well.
            if spot.copy or spot.finishing or "\0".join(spot.statement) != text:
                place = self.spot(spot) + self._no_rounds
            else:
                place = digest[HALF:_BOTH] + self._no_rounds
        if files:
            digest = self._digest.of(ascii((text, files)))
        return digest[:HALF] + mark, place

    def spot(self, spot: Spot) -> str:
        """Return the half of the key of a place that is that of its statement."""
        return self._digest.of(spot_text(spot))[HALF:_BOTH]

    def line(self, line: Line) -> str:
        """Return the key of what a `print` writes to a file."""
        return self._digest.of(ascii(("line", line.file, line.text)))[:_BOTH]

    def seed(self, *told: object) -> bytes:
        """Return what the idempotency tokens of a command are made of."""
        return self._digest.of(ascii(("token", *told))).encode()

    def _in_loop(self, spot: Spot) -> str:
        last, half = self._of_loop
        # Most rounds have the same object.
        if last is not spot:
            half = self.spot(spot)
            self._of_loop = spot, half
        return half
