"""The examination of a command's answers: what was not done, and what in them is secret."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from botocore import xform_name

from awsbatch.aws.catalog.partial import Sign
from awsbatch.aws.catalog.secret_answer import (
    SecretMembers,
    secret_members_of,
    secret_result_of,
    texts_of,
)
from awsbatch.contract.outcome import Partial
from awsbatch.record import record

_MOST_EXAMPLES = 3


@record
class Interest:
    """What is looked for in the answers of an operation."""

    signs: Sequence[Sign] = ()
    """What they may say that it could not do."""
    secret: SecretMembers | None = None
    """What in them is secret."""


class Examination:
    """Looks at the answers of one command, such as the pages of a list."""

    def __init__(self, interest: Interest) -> None:
        self._interest = interest
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, None] = {}
        self._secrets: dict[str, None] = {}

    def look(self, answer: Mapping[str, Any], model: Any) -> None:
        """Note what is looked for in an answer of an operation with this model."""
        for sign in self._interest.signs:
            self._count(sign, answer)
        if (secret := self._secret(model)) is not None:
            self._secrets.update(dict.fromkeys(secret.found(answer)))

    def _secret(self, model: Any) -> SecretMembers | None:  # noqa: ARG002 (of other commands)
        return self._interest.secret

    def _count(self, sign: Sign, answer: Mapping[str, Any]) -> None:
        count, texts = sign.found(answer)
        if count:
            self._counts[sign.member] += count
        for text in texts:
            if len(self._examples) >= _MOST_EXAMPLES:
                break
            self._examples[text] = None

    @property
    def partial(self) -> Partial | None:
        """What could not be done, or None if all could."""
        if not self._counts:
            return None
        return Partial(
            next(iter(self._counts)),
            self._counts.total(),
            tuple(filter(None, self._examples)),
            self._interest.signs[0].is_failure,
        )

    def secrets(self, result: Any) -> tuple[str, ...]:
        """Return what is secret in the answers, and in the result of the command."""
        return (*self._secrets, *self._of_result(result))

    def _of_result(self, result: Any) -> Iterator[str]:  # noqa: ARG002 (of other commands)
        return iter(())


class HandWrittenExamination(Examination):
    """Looks at the answers of a hand-written command or a waiter, whatever it calls."""

    def __init__(self, command: str) -> None:
        """Take its words, from its name on, without global options."""
        super().__init__(Interest())
        self._command = command

    def _secret(self, model: Any) -> SecretMembers | None:
        # As the command line calls them, but for some that it renames, such as `s3api`.
        members = secret_members_of(model.service_model.service_name)
        return members.get(xform_name(model.name, "-")) if members else None

    def _of_result(self, result: Any) -> Iterator[str]:
        members = None if result is None else secret_result_of(self._command)
        return iter(()) if members is None else texts_of(result, members)
