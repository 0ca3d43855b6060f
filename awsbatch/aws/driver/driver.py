"""The AWS CLI's driver, which keeps between commands what no command changes.

All parsing and calling is done by the CLI's own code. Kept is what that code
would build anew, and alike, for every command: command tables, parsers, and
argument tables of operations. An argument table that a command has changed is
dropped after the command.
"""

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from typing import Any

from botocore.exceptions import ProfileNotFound

from awsbatch.aws.driver.placeholder_restore import ValueHandlers
from awsbatch.aws.driver.service import Operation, Service
from awsbatch.aws.failure import UnknownOutputError
from awsbatch.aws.invocation import current, hindering
from awsbatch.aws.manner import Manner
from awsbatch.aws.session.session import Session
from awsbatch.aws.version.hook import replacing
from awsbatch.aws.version.installed import OUTPUT_FORMATS, BaseDriver, Parsed

_SKELETON = "--generate-cli-skeleton"


@replacing("_build_command_table", "_build_builtin_commands", "_emit_session_event")
class Driver(BaseDriver):
    """A CLI driver that is given its global options parsed.

    They have to be parsed before the driver is known, since they decide which
    driver a command runs on.
    """

    def __init__(self, session: Session, key: Hashable = None) -> None:
        """Make a driver; `key` has the options of the commands that it may be kept for, if any."""
        super().__init__(session)
        self.key = key
        events = session.get_component("event_emitter")
        ValueHandlers().register(events)
        session.shortcuts.driver(self)
        self._initialized = False
        self._odd_output: str | None = None
        """The output format of the configuration, if there is none by that name."""
        self._base_config = session.get_default_client_config()
        session.emitter.keep()

    @property
    def commands(self) -> dict[str, Any]:
        """All commands by name, the user's aliases among them."""
        table: dict[str, Any] = self._get_command_table()
        return table

    def add_aliases(self, parser: Any) -> None:
        """Add the user's aliases, once: an alias may name the command that it hides."""
        self.load_aliases(self.commands, parser)

    def note_error(self, error: BaseException) -> None:
        """Keep an exception that ended the command, which the CLI may swallow."""
        if (invocation := current()) is not None:
            invocation.error = error

    def run(
        self,
        args: Sequence[str],
        parsed: Any,
        remaining: Sequence[str],
        instead: Callable[[Sequence[str], Any], Any] | None = None,
    ) -> Any:
        """Run a command and return the CLI's exit status.

        An exception that ends the command is kept in the invocation, because
        the CLI's `main` swallows most. What is to be called `instead` of the
        command finds the session as the command would.
        """
        self.parsed = Parsed(parsed, remaining)
        self.session.set_default_client_config(self._base_config)
        table, name = self.commands, parsed.command
        if name == "help":
            # awscli 1.46 adds it when it makes the main parser, which only one driver does.
            table[name] = self.create_help_command()
        command = table[name]
        table[name] = self._recording(command if instead is None else instead)
        try:
            return self.call(args)
        finally:
            table[name] = command
            self.session.emitter.undo()

    def _recording(self, command: Any) -> Any:
        def call(remaining: Sequence[str], parsed_globals: Any) -> Any:
            try:
                if self._odd_output is not None:
                    self._refuse_output(command, remaining, parsed_globals)
                return command(remaining, parsed_globals)
            except BaseException as error:
                self.note_error(error)
                raise

        return call

    def _build_command_table(self) -> Any:
        with self.session.emitter.for_good():
            return super()._build_command_table()

    def _build_builtin_commands(self, session: Session) -> dict[str, Any]:
        return {
            name: Service(cli_name=name, session=session, service_name=name)
            for name in session.get_available_services()
        }

    def _emit_session_event(self, parsed_args: Any) -> None:
        # Its handlers register further handlers (awscli 1.46: one more `load-cli-arg` each time),
        # so it is emitted once. What they read is fixed for a driver: its profile and options.
        if not self._initialized:
            with self.session.emitter.for_good(), hindering():
                super()._emit_session_event(parsed_args)
            if self.session.shared.manner is Manner.READABLE:
                self._odd_output = _odd_output(self.session)
            self._initialized = True

    def _refuse_output(self, command: Any, remaining: Sequence[str], parsed: Any) -> None:
        """Raise where the CLI would do so itself, but after it has sent the request.

        It is left to do so where others have been signed, and only the
        command's own profile is to blame.
        """
        invocation = current()
        if parsed.output is not None or invocation is None or _SKELETON in remaining:
            return
        if not (isinstance(command, Service) and remaining):
            return
        if not isinstance(command.operation(remaining[0]), Operation):
            return
        if parsed.profile is None or not invocation.traffic.signing.is_over:
            error = UnknownOutputError(str(self._odd_output))
            invocation.hinder(error)
            invocation.is_silent = True
            raise error


def _odd_output(session: Session) -> str | None:
    # Without its profile, a command may do what it is to do: `configure set` makes the profile.
    with suppress(ProfileNotFound):
        output = session.get_config_variable("output")
        return None if output in OUTPUT_FORMATS else str(output)
    return None
