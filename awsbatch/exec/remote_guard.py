"""The guard of a process that makes calls: it asks the parent's."""

from awsbatch.contract.guard import Errand, Refusal, Request
from awsbatch.exec.call_question import NobodyAnswersError, Questions
from awsbatch.exec.guard_question import answered, question

_GONE = Refusal("`awsbatch exec`, which is to say whether this may be sent, has gone")


class RemoteGuard:
    """Lets those requests through that the guard of the parent does."""

    def __init__(self) -> None:
        """Let nothing through that a guard may refuse, before `connect`."""
        self._questions: Questions | None = None

    def connect(self, questions: Questions) -> None:
        """Ask by these from now on."""
        self._questions = questions

    def refusal(self, request: Request, errand: Errand) -> Refusal | None:
        """See `awsbatch.contract.guard.Guard`."""
        # A guard looks at nothing else, and most calls only read.
        if not request.changes and request.signature is None:
            return None
        if self._questions is None:
            return _GONE
        try:
            return answered(self._questions.ask(question(request, errand)))
        except NobodyAnswersError:
            return _GONE
