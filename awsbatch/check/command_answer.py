"""What the commands of a script answer with, after their `--query`."""

from collections.abc import Callable, Sequence

from awsbatch.check.aws_command import described, fault_of
from awsbatch.check.inference import Inference
from awsbatch.contract.answer import ANYTHING, Answer, Answered, Later, Query
from awsbatch.contract.catalog import Catalog
from awsbatch.contract.finding import Finding
from awsbatch.expression import grammar
from awsbatch.expression.syntax_fault import ExpressionError
from awsbatch.fault.error import ScriptError
from awsbatch.language.model import Command, Word

# The options of a `defaults` that change what is answered; `--no-paginate` takes no value.
_CHANGING = {"--query": 2, "--output": 2, "--no-paginate": 1}


def changing(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the words of a `defaults` that change what commands answer with."""
    found: list[Word] = []
    for at, word in enumerate(words):
        found += words[at : at + _CHANGING.get(word.literal or "", 0)]
    return tuple(found)


class CommandAnswers:
    """What commands answer with, worked out where it is needed."""

    def __init__(self, catalog: Callable[[], Catalog]) -> None:
        self._catalog = catalog

    def of(
        self, command: Command, inherited: Sequence[Word], *, captured: bool
    ) -> tuple[Answer, list[ScriptError]]:
        """Return what a command answers with, and warnings of what its `--query` never finds.

        `inherited` are the words of the `defaults` around it. Without a query
        of its own, the answer is worked out when it is asked for.
        """
        if not any(word.starts_with("--q") for word in command.words):
            return self.later(command, inherited), []
        return self._queried(command, inherited, captured=captured)

    def later(self, command: Command, inherited: Sequence[Word]) -> Answer:
        """Return what a captured command answers with, worked out when it is asked for."""
        return Later(lambda: self._queried(command, inherited, captured=True)[0])

    def _queried(
        self, command: Command, inherited: Sequence[Word], *, captured: bool
    ) -> tuple[Answer, list[ScriptError]]:
        words = (*inherited, *command.words)
        answered = self._catalog().answer([*map(described, words)], captured=captured)
        if answered.query is None:
            return answered.data, []
        if answered.query.word < len(inherited):
            return ANYTHING, []
        answer, found = _searched(answered, answered.query)
        return answer, [fault_of(finding, words) for finding in found]


def _searched(answered: Answered, query: Query) -> tuple[Answer, list[Finding]]:
    try:
        tree = grammar.parse(query.text)
    except ExpressionError:
        # The catalog tells of it.
        return ANYTHING, []
    inference = Inference(lambda _: ANYTHING, query.text, is_query=True)
    answer = inference.of_tree(tree, answered.data)
    return answer, [
        Finding(
            query.word,
            wrong.message,
            wrong.hint,
            query.offset + wrong.start,
            wrong.width(query.text),
            warning=True,
        )
        for wrong in inference.wrong
        if not _is_quoted_operand(query.text, wrong.start)
    ]


def _is_quoted_operand(text: str, start: int) -> bool:
    """Return whether a field is the quoted one of `a == "b"`, which the catalog tells of."""
    return text.startswith('"', start) and text[:start].rstrip().endswith(("==", "!="))
