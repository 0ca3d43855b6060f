"""A question to a guard in another process, and its answer, as JSON."""

from dataclasses import asdict

from awsbatch.contract.guard import Errand, Refusal, Request, Signature
from awsbatch.exec.channel import Message

REFUSAL = "refusal"
"""The kind of the question."""


def question(request: Request, errand: Errand) -> Message:
    """Return what asks whether a request may be sent."""
    return {"ask": REFUSAL, "request": asdict(request), "errand": asdict(errand)}


def asked(message: Message) -> tuple[Request, Errand]:
    """Return what a question is about."""
    request, errand = dict(message["request"]), dict(message["errand"])
    if request["signature"] is not None:
        request["signature"] = Signature(**request["signature"])
    if errand["at"] is not None:
        errand["at"] = tuple(errand["at"])
    return Request(**request), Errand(**errand)


def answer(refusal: Refusal | None) -> Message | None:
    """Return what answers a question."""
    return None if refusal is None else asdict(refusal)


def answered(message: Message | None) -> Refusal | None:
    """Return what the answer says."""
    return None if message is None else Refusal(**message)
