"""The AWS CLI in a process that makes one call after another, each as plain `aws` makes it."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import copy_context
from dataclasses import replace
from typing import Any, cast

from awsbatch.aws.execution import Execution
from awsbatch.aws.failure import outcome
from awsbatch.aws.fresh_need import CONFIGURATION, fresh_need
from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.invocation import Abandoned, Invocation, enter
from awsbatch.aws.isolation import color
from awsbatch.aws.manner import Manner
from awsbatch.aws.session.caller_identity import CallerIdentities
from awsbatch.aws.version.installed import USAGE_ERRORS, report
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Errand, Refusal
from awsbatch.contract.outcome import Failure, Outcome
from awsbatch.contract.own_process import OwnProcessError
from awsbatch.output.own_descriptor import OwnDescriptor

_INTERRUPTED = 130


class PlainRunner(InProcessRunner):
    """Makes calls of `aws` in a process that is theirs alone, one at a time.

    What a call finds in the process is its own: the standard streams, the
    environment, the folder. What it prints is what `aws` prints, uncut.
    Credentials are kept only as long as each call would find the same by itself.
    """

    manner = Manner.PLAIN

    def __enter__(self) -> "PlainRunner":  # noqa: PYI034 (typing has Self from 3.11)
        super().__enter__()
        return self

    def call(self, words: Sequence[str], errand: Errand, *, is_lone: bool = False) -> Outcome:
        """Make a call, and return its outcome.

        Unless this process `is_lone`, made for no other, raise `OwnProcessError` before anything
        is done where that is needed.
        """
        invocation = Invocation(
            [(word,) for word in words],
            stdout=OwnDescriptor(1),
            stderr=OwnDescriptor(2),
            cancellation=Cancellation(),
            traffic=self._traffic,
            live=True,
        )
        if self._guard is not None:
            self._guarded(invocation, self._guard, errand)
        sys.argv = ["aws", *words]
        return copy_context().run(self._called, invocation, is_lone)

    def _readable(self) -> Iterable[AbstractContextManager[None]]:
        return ()

    def _known(self) -> CallerIdentities:
        # Its environment and configuration tell who is asked for an account.
        generation = self._generation.last
        return super()._known() if generation is None else generation.identities

    def _called(self, invocation: Invocation, is_lone: bool) -> Outcome:  # noqa: FBT001 (of `call`)
        enter(invocation)
        with color.until_the_end(), _heard(invocation):
            try:
                status = self._plain_status(invocation, is_lone=is_lone)
                if invocation.refusal is not None:
                    status = self._denied(invocation.refusal, invocation.options)
            finally:
                invocation.finish()
        ended = outcome(invocation, status)
        if ended.exit_status and ended.failure is None and (said := invocation.said.strip()):
            # Such as that `s3 cp` could not write what it had read.
            failure = Failure("", said.partition("\n")[0], local=True)
            ended = replace(ended, failure=failure)
        if _is_of_credentials(ended):
            self.look_again()
        return ended if ended.refusal is None else replace(ended, exit_status=status)

    def _denied(self, refusal: Refusal, options: Any) -> int:
        """Tell of what a guard refused as if AWS had denied it, and return the exit status."""
        # Imported here: of use for what was refused only.
        from awsbatch.aws.refusal_report import report_refusal

        return report_refusal(refusal, self._last_session, options)

    def _plain_status(self, invocation: Invocation, *, is_lone: bool) -> Any:
        """Return what the CLI ends the call with, and keep the exception if there was one."""
        try:
            return self._ran(self._execution(invocation, is_lone=is_lone))
        except KeyboardInterrupt as error:
            invocation.error = error
            # As the CLI does, wherever it is interrupted.
            sys.stdout.write("\n")
            return _INTERRUPTED
        except Abandoned as error:
            invocation.error = error
            return _INTERRUPTED
        except SystemExit as error:
            invocation.error = error
            return _told(error.code)
        except OwnProcessError:
            raise
        except Exception as error:  # noqa: BLE001 (the CLI's, of its words)
            invocation.error = error
            return report(error, self._last_session, invocation.options)

    def _execution(self, invocation: Invocation, *, is_lone: bool) -> Execution:
        try:
            generation = self._generation.get()
            generation.find_anew()
            execution = Execution(generation, invocation)
            if (bundle := invocation.options.ca_bundle) is not None:
                generation.configuration.watch([bundle])
        except USAGE_ERRORS:
            raise
        except Exception as error:
            if is_lone:
                raise
            raise OwnProcessError(CONFIGURATION) from error
        need = fresh_need(generation, invocation.options, execution.remaining)
        if need is not None and not is_lone:
            raise OwnProcessError(need)
        return execution

    def _ran(self, execution: Execution) -> Any:
        if not execution.is_alone:
            return execution.run()
        try:
            return execution.run_alone()
        finally:
            if execution.is_configuring:
                self._generation.drop()


class _Edited:
    """Stands in for standard error, with each text that is written to it edited."""

    def __init__(self, outer: Any, edit: Callable[[str], str]) -> None:
        self._outer = outer
        self._edit = edit

    def __getattr__(self, name: str) -> Any:
        return getattr(self._outer, name)

    def write(self, text: str, /) -> int:
        self._outer.write(self._edit(text))
        return len(text)


@contextmanager
def _heard(invocation: Invocation) -> Iterator[None]:
    """Have a call know what it says on standard error, and say there once that it was refused."""
    outer = sys.stderr
    sys.stderr = cast("Any", _Edited(outer, invocation.edited))
    try:
        yield
    finally:
        sys.stderr = outer


def _told(status: Any) -> Any:
    """Return the status that ends a process, and tell of it as Python does where it is a text."""
    if isinstance(status, int | None):
        return status
    sys.stderr.write(f"{status}\n")
    return 1


def _is_of_credentials(ended: Outcome) -> bool:
    """Return whether the credentials are to blame, which the next fresh `aws` would find anew."""
    lasting = None if ended.failure is None else ended.failure.lasting
    return lasting is not None and lasting.of_credentials
