"""The tables of `awsbatch/aws/catalog`, held against all operations of the installed AWS CLI.

    python -m tests.aws.catalog.verdicts answers effects fields partial sensitive

prints what each says of each of them, a line each. Kept before an upgrade of the AWS CLI and
compared afterwards, it tells a person what to read.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from awsbatch.aws.catalog.effect_rule import Judgement, fills_file, judge
from awsbatch.aws.catalog.sensitive import Verdict, table
from awsbatch.aws.line_check.operation_answer import OperationAnswer
from awsbatch.contract.answer import Object, known
from tests.aws.catalog.every_operation import (
    Operation,
    every_hand_written_command,
    every_operation,
)
from tests.aws.catalog.partial_candidate import candidates, judged
from tests.aws.catalog.secret_answer_member import every_member
from tests.aws.catalog.secret_answer_member import judged as judged_answer
from tests.aws.catalog.sensitive_member import places, sounds


def effects() -> Iterator[str]:
    """Yield what each operation and each hand-written command does, and why."""
    for operation in every_operation():
        yield _effect(str(operation), effect(operation))
    for command in every_hand_written_command():
        service, _, name = command.partition(" ")
        yield _effect(command, judge(service, name, is_operation=False))


def effect(operation: Operation) -> Judgement:
    """Return what an operation does."""
    judgement = judge(operation.service, operation.name)
    return fills_file(judgement) if operation.model.has_streaming_output else judgement


def _effect(command: str, judgement: Judgement) -> str:
    return f"{command}: {judgement.effect.value} ({judgement.reason})"


def fields() -> Iterator[str]:
    """Yield the fields that each operation is held to answer with, and what the CLI leaves out."""
    for operation in every_operation():
        answer = known(answer_of(operation).of_pages(limited=False))
        if isinstance(answer, Object):
            # The CLI's own names are the same for all operations.
            members = getattr(operation.model.output_shape, "members", ())
            left_out = [f"-{name}" for name in answer.left_out if name in members]
            yield f"{operation}: {' '.join([*answer.fields, *left_out])}"
        else:
            yield f"{operation}: anything"


def answer_of(operation: Operation) -> OperationAnswer:
    """Return what an operation answers with."""
    # awscli 1.46: the CLI has no public name for the session of an operation.
    session = operation.command._session
    return OperationAnswer(session, operation.model, str(operation))


def partial() -> Iterator[str]:
    """Yield the members of answers that sound as if they told of failures, and what they are."""
    known = judged()
    members = {each.key: str(each) for each in candidates()}
    for key in sorted({*known, *members}):
        yield f"{members.get(key, key)}: {known.get(key, 'NEW, to be read')}"


def sensitive() -> Iterator[str]:
    """Yield the members of inputs that the models mark, or that sound secret, and what they are."""
    for operation in every_operation():
        found = {
            place.member: place.verdict
            for place in places(operation, set())
            if place.marked or sounds(place.member)
        }
        for member, verdict in found.items():
            yield f"{operation} {member}: {_verdict(verdict)}"
    for (command, option), verdict in table().options.items():
        yield f"{command} --{option}: {_verdict(verdict)}"


def _verdict(verdict: Verdict) -> str:
    return f"{verdict.secrecy.value} ({verdict.reason})"


def answers() -> Iterator[str]:
    """Yield the members of answers that are marked, or that sound secret, and what they are."""
    said: dict[str, str] = {}
    for member in every_member():
        verdict = judged_answer(member)
        what = "NEW, to be read"
        if verdict is not None:
            what = f"{'secret' if verdict[0] else 'no secret'} ({verdict[1]})"
        said[str(member)] = what
    yield from (f"{member}: {what}" for member, what in said.items())


VERDICTS: Mapping[str, Callable[[], Iterator[str]]] = {
    "answers": answers,
    "effects": effects,
    "fields": fields,
    "partial": partial,
    "sensitive": sensitive,
}


def main(argv: Sequence[str]) -> None:
    """Print the verdicts of the tables that are named."""
    if not argv or not VERDICTS.keys() >= {*argv}:
        sys.exit(f"usage: python -m tests.aws.catalog.verdicts {'|'.join(VERDICTS)}...")
    for name in argv:
        for line in VERDICTS[name]():
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
