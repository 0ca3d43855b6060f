"""The AWS CLI in this process: each command as a fresh `aws` would run it.

An operation of a service runs on a driver kept for its set of options that
change a session. Everything else (`s3`, `configure`, `cloudformation
deploy`, waiters, aliases) runs on a driver made for it alone: its code was
written for a process of its own, and only connections, models and
credentials are shared with it.
"""

import sys
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from awscli.alias import AliasLoader, ExternalAliasCommand

from awsbatch.aws import idempotency, outcome, process, result, start, stream, terminal, usage
from awsbatch.aws.catalog import Catalog
from awsbatch.aws.client import MOST_CLIENTS
from awsbatch.aws.command import Failure, Outcome, Sink, Word
from awsbatch.aws.configuration import Configuration
from awsbatch.aws.data import Tokens
from awsbatch.aws.driver import Driver, Operation, Service
from awsbatch.aws.idempotency import IdempotencyTokens
from awsbatch.aws.memory import Memory
from awsbatch.aws.session import SandboxSession, Session, Shared

# A driver is 0.5 MB, and is of no use without its clients.
MOST_DRIVERS = MOST_CLIENTS

_ALIAS_FILE = "~/.aws/cli/alias"
# Commands that change who the later ones are.
_CONFIGURING = frozenset({"configure", "sso", "login", "logout"})


class DriverPool:
    """Runs commands, one at a time, each as in a process of its own.

    Use it as a context manager: it leaves the process as it found it. With
    `record_values`, an outcome has the parsed response, captured or not.
    With `sandbox`, an endpoint URL, every command goes there, whatever its
    profile.
    """

    def __init__(self, *, record_values: bool = False, sandbox: str | None = None) -> None:
        self._record_values = record_values
        self._sandbox = sandbox
        self._shared = Shared()
        self._drivers: OrderedDict[Hashable, Driver] = OrderedDict()
        self._root: Driver | None = None
        self._catalog: Catalog | None = None
        self._parser: Any = None
        self._configuration: Configuration | None = None
        self._stack = ExitStack()

    def __enter__(self) -> "DriverPool":  # noqa: PYI034 (typing has Self from 3.11)
        self._stack.enter_context(process.one_log_handler())
        return self

    def __exit__(self, *_: object) -> None:
        self._shared.clients.clear()
        self._stack.close()

    @property
    def requests(self) -> int:
        """How many requests were sent, retries included."""
        return self._shared.requests

    @property
    def connections(self) -> int:
        """How many connections were opened for them."""
        return self._shared.clients.connections

    @property
    def catalog(self) -> Catalog:
        """What commands exist, with the models and tables that the commands then use.

        Raises AwsbatchError where the CLI cannot start.
        """
        with start.explained():
            self._refresh()
        assert self._root is not None  # noqa: S101 (set by _refresh)
        if self._catalog is None or self._catalog.driver is not self._root:
            self._catalog = Catalog(self._root)
        return self._catalog

    def run(
        self,
        words: Sequence[Word],
        *,
        stdout: Sink,
        stderr: Sink,
        capture: bool = False,
        live: bool = True,
        tokens: IdempotencyTokens | None = None,
    ) -> Outcome:
        """Run one command: see `awsbatch.aws.command.CommandRunner`."""
        values = Tokens()
        args = values.encode(words)
        memory = Memory()
        wanted = result.Result(captured=capture) if capture or self._record_values else None
        out = memory if capture else stdout

        def edit(text: str) -> str:
            return values.restore(usage.without_banner(text))

        line = _Line(args, values, out, stderr, capture=capture, live=live and not capture)
        try:
            with (
                result.wanting(wanted),
                idempotency.shared(tokens),
                stream.replaced(out, stderr, edit),
                process.argv(words),
            ):
                ended = self._run(line)
        except BrokenPipeError:
            raise
        except OSError as error:
            ended = outcome.unwritten(error, stderr)
        return outcome.with_value(ended, wanted, memory)

    def _run(self, line: "_Line") -> Outcome:
        calls, requests = self._shared.calls, self._shared.requests
        self._shared.refusals.clear()
        try:
            return self._outcome(line, *self._call(line))
        except SystemExit as error:
            return self._outcome(line, error.code, error)
        except KeyboardInterrupt as error:
            return self._outcome(line, 130, error)
        except Exception as error:  # noqa: BLE001 (the CLI's, which ends its process)
            sys.stderr.write(f"\n{error}\n")
            return self._outcome(line, 1, error)
        finally:
            retried = self._shared.requests - requests != self._shared.calls - calls
            self._shared.clients.settle(retried=retried)
            self._shared.forget_unresolved_credentials()

    def _call(self, line: "_Line") -> tuple[Any, BaseException | None]:
        self._refresh()
        parsed, remaining = self._parser.parse_known_args(line.args)
        _restore_globals(parsed, line.tokens)
        if line.capture:
            parsed.output = "json"
        if self._sandbox is not None and parsed.endpoint_url is None:
            parsed.endpoint_url = self._sandbox
        if not line.live and (what := terminal.need(parsed.command, remaining)):
            sys.stderr.write(terminal.REFUSAL.format(what))
            raise SystemExit(2)
        driver, kept = self._driver(parsed, remaining)
        driver.data.tokens = line.tokens
        if kept:
            return driver.run(line.args, parsed, remaining), driver.failed
        return self._run_alone(driver, line, parsed, remaining)

    def _run_alone(
        self, driver: Driver, line: "_Line", parsed: Any, remaining: list[str]
    ) -> tuple[Any, BaseException | None]:
        command = driver.commands[parsed.command]
        with ExitStack() as stack:
            stack.enter_context(process.restored(verbatim_logs=_debugs(parsed)))
            if isinstance(command, ExternalAliasCommand):
                remaining = [line.tokens.restore(word) for word in remaining]
            if terminal.is_lent(parsed.command, remaining):
                stack.enter_context(line.stdout.lent())
            if isinstance(command, ExternalAliasCommand) or line.stdout.fileno() is not None:
                stack.enter_context(stream.descriptor(1, line.stdout))
            if isinstance(command, ExternalAliasCommand):
                stack.enter_context(stream.descriptor(2, line.stderr))
            status = driver.run(line.args, parsed, remaining)
            process.record_status(status)
        if parsed.command in _CONFIGURING:
            self._forget()
        return status, driver.failed

    def _outcome(self, line: "_Line", status: Any, error: BaseException | None) -> Outcome:
        # Of a negative one, as of a program ended by a signal, the process's low byte.
        exit_status = status & 0xFF if isinstance(status, int) else int(status is not None)
        return Outcome(
            exit_status=exit_status,
            failure=self._failure(error, line.tokens) if exit_status else None,
            interrupted=isinstance(error, KeyboardInterrupt),
        )

    def _failure(self, error: BaseException | None, tokens: Tokens) -> Failure | None:
        if error is None:
            return outcome.refused(self._shared.refusals)
        return outcome.failure(error, tokens)

    def _refresh(self) -> None:
        if self._configuration is not None and self._configuration.changed():
            self._forget()
        if self._root is None:
            self._root = self._make(None, kept=True)
            session = self._root.session
            files = [session.get_config_variable(f) for f in ("config_file", "credentials_file")]
            self._configuration = Configuration([*files, _ALIAS_FILE])
            self._parser = self._root.make_parser()

    def _forget(self) -> None:
        self._root = None
        self._drivers.clear()
        self._shared.forget_configuration()

    def _driver(self, parsed: Any, remaining: Sequence[str]) -> tuple[Driver, bool]:
        """Give the driver for the command, and whether it is a kept one."""
        if not self._is_operation(parsed, remaining):
            return self._make(parsed, kept=False), False
        key = _session_options(parsed)
        driver = self._drivers.get(key)
        if driver is None:
            driver = self._drivers[key] = self._make(parsed, kept=True)
        self._drivers.move_to_end(key)
        if len(self._drivers) > MOST_DRIVERS:
            self._drivers.popitem(last=False)
        if driver.keeps_history:
            return self._make(parsed, kept=False), False
        return driver, True

    def _is_operation(self, parsed: Any, remaining: Sequence[str]) -> bool:
        assert self._root is not None  # noqa: S101 (set by _refresh)
        plugins = self._root.session.full_config.get("plugins")
        if plugins or _debugs(parsed) or "help" in remaining[1:]:
            return False
        service = self._root.commands[parsed.command]
        return (
            isinstance(service, Service)
            and bool(remaining)
            and isinstance(service.operation(remaining[0]), Operation)
        )

    def _make(self, parsed: Any, *, kept: bool) -> Driver:
        session = (
            Session(self._shared, keeps_clients=kept)
            if self._sandbox is None
            else SandboxSession(self._shared, self._sandbox, keeps_clients=kept)
        )
        if parsed is not None and parsed.profile:
            session.set_config_variable("profile", parsed.profile)
        if parsed is not None and _debugs(parsed):
            session.log_verbatim()
        driver = Driver(session)
        if self._sandbox is not None:
            driver.alias_loader = AliasLoader("")
        if self._parser is not None and self._root is not None:
            driver.add_aliases(self._parser)
        return driver


@dataclass(frozen=True, slots=True)
class _Line:
    """One command on its way through the pool."""

    args: list[str]
    tokens: Tokens
    stdout: Sink
    stderr: Sink
    capture: bool
    live: bool


def _restore_globals(parsed: Any, tokens: Tokens) -> None:
    """Put values back in the global options; in `--query`, after it is compiled."""
    if tokens:
        for name, value in vars(parsed).items():
            if isinstance(value, str) and name != "query":
                setattr(parsed, name, tokens.restore(value))


def _session_options(parsed: Any) -> Hashable:
    return (
        parsed.profile,
        parsed.region,
        parsed.sign_request,
        parsed.read_timeout,
        parsed.connect_timeout,
    )


def _debugs(parsed: Any) -> bool:
    return bool(parsed.debug) or process.upgrade_debugging(parsed)
