"""The AWS CLI's driver, which keeps between commands what no command changes.

All parsing and calling is done by the CLI's own code. Kept is what that code
would build anew, and alike, for every command: command tables, parsers, and
argument tables of operations. An argument table that a command has changed is
dropped after the command.
"""

from collections.abc import Hashable, Sequence
from typing import Any

from awsbatch.aws.driver.placeholder_restore import ValueHandlers
from awsbatch.aws.driver.service import Service
from awsbatch.aws.invocation import current
from awsbatch.aws.session.session import Session
from awsbatch.aws.version.installed import BaseDriver, Parsed


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

    def run(self, args: Sequence[str], parsed: Any, remaining: Sequence[str]) -> Any:
        """Run a command and return the CLI's exit status.

        An exception that ends the command is kept in the invocation, because
        the CLI's `main` swallows most.
        """
        self.parsed = Parsed(parsed, remaining)
        self.session.set_default_client_config(self._base_config)
        table, name = self.commands, parsed.command
        if name == "help":
            # awscli 1.46 adds it when it makes the main parser, which only one driver does.
            table[name] = self.create_help_command()
        command = table[name]
        table[name] = self._recording(command)
        try:
            return self.main(args)
        finally:
            table[name] = command
            self.session.emitter.undo()

    def _recording(self, command: Any) -> Any:
        def call(remaining: Sequence[str], parsed_globals: Any) -> Any:
            try:
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
            with self.session.emitter.for_good():
                super()._emit_session_event(parsed_args)
            self._initialized = True
