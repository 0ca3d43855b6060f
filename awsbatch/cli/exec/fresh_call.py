"""A call of `aws` in a fresh process that is held to the guards of an `awsbatch exec`.

The client becomes it where no worker can make the call, and an unguarded `aws` must not.
"""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from awsbatch.cli import verbatim
from awsbatch.cli.command_runner import own_python
from awsbatch.door.passage import passage
from awsbatch.exec import guard_question
from awsbatch.exec.call_question import NobodyAnswersError, Questions
from awsbatch.exec.channel import Channel
from awsbatch.exec.client_frame import QUESTIONS
from awsbatch.exec.remote_guard import RemoteGuard
from awsbatch.exec.run_folder import promise_of
from awsbatch.fault.error import AwsbatchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from awsbatch.exec.channel import Message
    from awsbatch.report.console import Console

VERB = "exec-call"
"""What nobody types."""
TERMS = "terms"
"""The kind of the question how the call is held."""
_REFUSED = 252
_NO_ANSWER = "no answer from `awsbatch exec`: refused, since nothing would guard it"
_PROGRAM = """\
import sys
# Not the current folder; the caller's own come first, as for any `aws`.
sys.path[:] = filter(None, sys.path)
sys.path += [each for each in {path} if each not in sys.path]
from awsbatch.__main__ import main
sys.exit(main())
"""


def words(folder: Path, why: str) -> Sequence[str]:
    """Return the words that start one, before those of the call, which no worker makes for `why`.

    It is made by the AWS CLI of this process, which is known to let awsbatch in.
    """
    python, taken = own_python(), passage()
    # Without a door, it is imported.
    aws = "" if taken is None else os.fspath(taken.aws)
    program = _PROGRAM.format(path=python.path)
    return [python.executable, "-c", program, VERB, os.fspath(folder), aws, why]


def fresh_call(given: Sequence[str], console: Console) -> int:
    """Make the call that these words are, and return its exit status."""
    promise = promise_of(Path(given[0]))
    refused = _REFUSED if promise is None else promise.refusal
    try:
        status = _status(given, console)
    except AwsbatchError as error:
        console.say_error(error)
        return refused
    return refused if status is None else status


def _status(given: Sequence[str], console: Console) -> int | None:
    """Make the call, and return its exit status, or None where nobody tells what it is held to."""
    folder, aws, why, *call = given
    if aws and passage() is None:
        _enter(Path(aws), given, console)
    with socket.socket(socket.AF_UNIX) as connection:
        channel = Channel(connection)
        questions = Questions(channel)
        with questions.allowed():
            terms = _terms(folder, connection, questions)
            if terms is None:
                console.say(_NO_ANSWER, anyway=True)
                return None
            status, report = _made(terms, questions, call)
        # Where nobody listens any more, the call has been made all the same.
        with suppress(OSError):
            channel.send({"done": status, "report": {**report, "why": why}})
    return status


def _terms(folder: str, connection: socket.socket, questions: Questions) -> Message | None:
    """Return what the call is held to, or None where nobody says so."""
    try:
        connection.connect(os.path.join(folder, "socket"))  # noqa: PTH118 (a text)
        connection.sendall(QUESTIONS)
        terms: Message = questions.ask({"ask": TERMS})
    except (OSError, NobodyAnswersError):
        return None
    return terms


def _enter(aws: Path, given: Sequence[str], console: Console) -> None:
    """Become an `aws` that this Python does not import, and come back in it."""
    from awsbatch.cli.which_aws import decision
    from awsbatch.cli.which_aws.aws_choice import AwsChoice

    choice = AwsChoice(aws, "the one that serves", is_entered=True)
    decision.enter(choice, [VERB, *given], console)


def _made(terms: Message, questions: Questions, call: Sequence[str]) -> tuple[int, Message]:
    """Return the exit status, and what the parent is told, as by a worker."""
    guard = RemoteGuard()
    guard.connect(questions)
    with ExitStack() as stack:
        if terms["sandbox"] is not None:
            _settle(terms["sandbox"], stack)
        return _ended(guard, terms, call)


def _settle(sandbox: Any, stack: ExitStack) -> None:
    """Know no other AWS than a sandbox."""
    from awsbatch.sandbox.environment import for_call
    from awsbatch.sandbox.other_host import refuse_other_hosts

    environ = for_call(sandbox["endpoint_url"], Path(sandbox["home"]), os.environ)
    os.environ.clear()
    os.environ.update(environ)
    stack.enter_context(refuse_other_hosts())


def _ended(guard: RemoteGuard, terms: Message, call: Sequence[str]) -> tuple[int, Message]:
    # The AWS CLI reads the environment when it is imported.
    from awsbatch.aws.version.requirement import met
    from awsbatch.cli.exec.call_description import description
    from awsbatch.contract.guard import Errand

    with met():
        from awsbatch.aws.plain_runner import PlainRunner

    sandbox = terms["sandbox"]
    with PlainRunner(
        sandbox=None if sandbox is None else sandbox["endpoint_url"],
        verbatim=verbatim.is_verbatim(os.environ),
        guard=guard,
        tells_signers=terms["tells_signers"],
    ) as runner:
        # The parent knows its number.
        outcome = runner.call(call, Errand(0), is_lone=True)
        report = {
            "requests": runner.requests,
            "connections": runner.connections,
            "throttled": runner.throttled,
            **description(runner, call, outcome, whole=terms["whole"]),
        }
    if outcome.refusal is not None:
        report["refused"] = guard_question.answer(outcome.refusal)
    return outcome.exit_status, report
