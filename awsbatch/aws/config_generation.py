"""Everything made from one state of the user's AWS configuration.

A fresh `aws` reads its files when it starts. So when the files have changed, a
new generation takes the place of this one for the commands that start later.
Commands under way finish on the generation on which they started.
"""

import os
from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from awscli.alias import AliasLoader, ExternalAliasCommand
from awscli.customizations.commands import BasicCommand

from awsbatch.aws.driver.driver import Driver
from awsbatch.aws.driver.pool import DriverPool, session_options
from awsbatch.aws.driver.service import Operation, Service
from awsbatch.aws.invocation import Invocation
from awsbatch.aws.isolation import log, terminal_need
from awsbatch.aws.line_check.global_table import global_options
from awsbatch.aws.manner import Manner
from awsbatch.aws.session.caller_identity import CallerIdentities
from awsbatch.aws.session.certificate_file import certificate_files
from awsbatch.aws.session.client_cache import MOST_CLIENTS
from awsbatch.aws.session.configuration import Configuration
from awsbatch.aws.session.credential_session import resolve
from awsbatch.aws.session.renewal import Renewal
from awsbatch.aws.session.sandbox_session import SandboxSession
from awsbatch.aws.session.session import Session
from awsbatch.aws.session.shared_parts import Lasting, Shared
from awsbatch.aws.version.installed import PROFILE_VARIABLES, binary_format
from awsbatch.contract.global_option import GlobalOptions
from awsbatch.contract.signer import Signer

if TYPE_CHECKING:
    from awsbatch.aws.line_check.cli_catalog import CliCatalog
    from awsbatch.aws.remedy import Chosen

# A driver is 0.5 MB, and is of no use without its clients.
MOST_DRIVERS = MOST_CLIENTS
_MOST_DRIVERS_A_JOB = 2

_FILES = {
    "AWS_CONFIG_FILE": "~/.aws/config",
    "AWS_SHARED_CREDENTIALS_FILE": "~/.aws/credentials",
}
"""Their usual places, by the environment variables that override these."""
_ALIAS_FILE = "~/.aws/cli/alias"
# They change the configuration, and so the profile or the credentials of later commands.
_CONFIGURING = frozenset({"configure", "sso", "login", "logout"})


class Generation:
    """The drivers made from one state of the configuration, and the choice of one for a command."""

    surroundings: Hashable = None
    """What tells the environment that it was made in from others, where it changes."""

    def __init__(self, lasting: Lasting, *, sandbox: str | None) -> None:
        self.shared = Shared(lasting, resolve=resolve)
        self.idle = DriverPool(max(MOST_DRIVERS, lasting.jobs * _MOST_DRIVERS_A_JOB))
        self.sandbox = sandbox
        self._aliased_parser: Any = None
        self._is_operation: dict[tuple[str, str], bool] = {}
        self._keeps_history: dict[str | None, bool] = {}
        # Before any file is read: a change during the reading then counts as a later change.
        files = (os.environ.get(name, file) for name, file in _FILES.items())
        self.configuration = Configuration([*files, _ALIAS_FILE])
        self._root = self._make(None, kept=True)
        if lasting.manner is Manner.PLAIN:
            profiles = self._root.session.full_config["profiles"].values()
            self.configuration.watch(certificate_files(profiles))
        self._aliased_parser = self._root.make_parser()
        self._has_subcommand_aliases = self._root.has_subcommand_aliases
        self._parser = lasting.shortcuts.parser(self._aliased_parser)
        if lasting.manner is Manner.READABLE and not self._is_customized:
            self.shared.lines = lasting.shortcuts.lines(self._aliased_parser)

    @cached_property
    def global_options(self) -> GlobalOptions:
        """The global options that commands take."""
        return global_options(self._aliased_parser)

    @property
    def session(self) -> Session:
        """A session that no option of a command has changed."""
        session: Session = self._root.session
        return session

    @property
    def _is_customized(self) -> bool:
        """Whether a plugin, or aliases of operations, may make anything of a line."""
        return self._root.session.has_plugins or self._has_subcommand_aliases

    @property
    def commands(self) -> Mapping[str, Any]:
        """All commands by name, the user's aliases among them."""
        return self._root.commands

    @property
    def profiles(self) -> Collection[str]:
        """The names of all profiles."""
        names: Collection[str] = self._root.session.available_profiles
        return names

    @property
    def profile(self) -> Mapping[str, str]:
        """The profile that the environment names, by the variable that does, if one does."""
        named = [name for name in PROFILE_VARIABLES if name in os.environ]
        return {name: os.environ[name] for name in named[:1]}

    def chosen(self, options: Any) -> "Chosen":
        """Return what the global options of a command choose, and what there is to choose."""
        # Imported here: only a run that ends at once has use for it.
        from awsbatch.aws.remedy import Chosen

        session = self._root.session
        around = session.get_config_variable("profile")
        name = options.profile or around
        return Chosen(
            options.profile,
            around,
            sorted(session.available_profiles),
            _flat(session.full_config["profiles"].get(name or "default", {})),
            {name: value for name, value in os.environ.items() if name.startswith("AWS_")},
            options.region,
            options.endpoint_url,
        )

    @cached_property
    def catalog(self) -> "CliCatalog":
        """What commands exist, with the models and tables that the commands then use."""
        # Imported here: it is slow, and a stream of single commands needs no catalog.
        from awsbatch.aws.line_check.cli_catalog import CliCatalog

        return CliCatalog(self._root, self.shared.making, verbatim=self.shared.verbatim)

    @cached_property
    def identities(self) -> CallerIdentities:
        """The accounts of the credentials that its commands use."""
        return CallerIdentities()

    @cached_property
    def _renewal(self) -> Renewal:
        return Renewal(self._root.session.full_config["profiles"])

    def find_anew(self) -> None:
        """Forget the credentials that a fresh `aws` might not find any more."""
        if self._renewal.is_due(self.shared.credentials.found):
            self.shared.forget_credentials()

    def parse(self, args: Sequence[str]) -> tuple[Any, Sequence[str]]:
        """Return the parsed global options and the words that the command itself is to parse."""
        parsed, remaining = self._parser.parse_known_args(args)
        if self.sandbox is not None and parsed.endpoint_url is None:
            parsed.endpoint_url = self.sandbox
        return parsed, remaining

    def is_alone(self, parsed: Any, remaining: Sequence[str]) -> bool:
        """Return whether no other command may run beside this one."""
        return (
            # No command of the table: a driver adds it to run it.
            parsed.command == "help"
            or self._root.session.has_plugins
            or log.debugs(parsed)
            or self._history(parsed.profile)
            or parsed.command in _CONFIGURING
            # An alias stands for other commands, or starts another program.
            or (self._has_subcommand_aliases and self._subcommand_alias(parsed, remaining) != "")
            or not isinstance(self._root.commands[parsed.command], (Service, BasicCommand))
            or "help" in remaining[1:]
            or not (
                self._operation(parsed.command, remaining)
                or not terminal_need.is_lent(parsed.command, remaining)
            )
        )

    def is_program(self, parsed: Any, remaining: Sequence[str]) -> bool:
        """Return whether a command is an alias that starts another program."""
        return isinstance(self._root.commands.get(parsed.command), ExternalAliasCommand) or (
            self._subcommand_alias(parsed, remaining).startswith("!")
        )

    def is_operation(self, parsed: Any, remaining: Sequence[str]) -> bool:
        """Return whether a command is an API operation, called by its own name."""
        return self._operation(parsed.command, remaining)

    def is_configuring(self, parsed: Any) -> bool:
        """Return whether a command may change the configuration files."""
        return parsed.command in _CONFIGURING

    def follows(self, invocation: Invocation, remaining: Sequence[str]) -> bool:
        """Return whether a command has waited for another, which may have found a short way.

        It does so where it would otherwise need a driver that is yet to be made.
        """
        options = invocation.options
        if self.shared.lines is None or not self._operation(options.command, remaining):
            return False
        key = session_options(options)
        kind = (key, options.command, remaining[0], invocation.signer)
        return not self.idle.has(key) and self.shared.first_comers.follows(invocation, kind)

    def borrow(
        self, parsed: Any, remaining: Sequence[str], signer: Signer | None, *, alone: bool
    ) -> Driver:
        """Return a driver for the command; the caller calls `give_back` or `discard` afterwards."""
        if alone or not self._operation(parsed.command, remaining):
            driver = self._make(parsed, kept=False)
        else:
            key = session_options(parsed)
            driver = self.idle.take(key) or self._make(parsed, kept=True, key=key)
        # For each command anew: the one before it may have been signed by somebody else.
        driver.session.signer = signer
        return driver

    def prepare(self) -> None:
        """Load and make what the first command needs, whichever service it calls."""
        self._root.session.load_common()
        # The smallest service with a command that needs no option.
        parsed, remaining = self.parse(["sts", "get-caller-identity"])
        self.give_back(self.borrow(parsed, remaining, None, alone=False))

    def give_back(self, driver: Driver) -> None:
        """Take a borrowed driver back; one that has a key serves later commands."""
        if driver.key is not None:
            self._forget([each.session for each in self.idle.put(driver.key, driver)])

    def discard(self, driver: Driver) -> None:
        """Drop a borrowed driver and its clients: an abandoned command may still use them."""
        self._forget([driver.session])

    def _forget(self, sessions: Collection[Session]) -> None:
        """Forget what is of no use without these sessions."""
        if sessions:
            self.shared.clients.forget_all(sessions)
            if self.shared.lines is not None:
                self.shared.lines.forget(sessions)

    def lone_session(self, profile: str | None, signer: Signer | None) -> Session:
        """Return a session for what no command does itself, for whoever asks to settle."""
        with self.shared.making:
            session = self._session(profile, kept=False)
        session.signer = signer
        return session

    def _subcommand_alias(self, parsed: Any, remaining: Sequence[str]) -> str:
        """Return what stands for the subcommand of a command, or nothing."""
        if not self._has_subcommand_aliases:
            return ""
        return self._root.subcommand_alias([parsed.command, *remaining]) or ""

    def _operation(self, service: str, remaining: Sequence[str]) -> bool:
        """Return whether a command is an API operation, not a hand-written command or a waiter."""
        if not remaining:
            return False
        key = (service, remaining[0])
        known = self._is_operation.get(key)
        if known is None:
            with self.shared.making:
                command = self._root.commands[service]
                known = isinstance(command, Service) and isinstance(
                    command.operation(remaining[0]), Operation
                )
            self._is_operation[key] = known
        return known

    def _history(self, profile: str | None) -> bool:
        """Return whether the profile has `cli_history` enabled, which records every command."""
        if profile not in self._keeps_history:
            session = self._root.session
            name = profile or session.get_config_variable("profile") or "default"
            config = session.full_config["profiles"].get(name, {})
            self._keeps_history[profile] = config.get("cli_history") == "enabled"
        return self._keeps_history[profile]

    def _session(self, profile: str | None, *, kept: bool) -> Session:
        session = (
            Session(self.shared, keeps_clients=kept)
            if self.sandbox is None
            else SandboxSession(self.shared, self.sandbox, keeps_clients=kept)
        )
        if profile:
            session.set_config_variable("profile", profile)
        return session

    def _make(self, parsed: Any, *, kept: bool, key: Hashable = None) -> Driver:
        with self.shared.making:
            session = self._session(None if parsed is None else parsed.profile, kept=kept)
            if parsed is not None:
                session.binary_format = binary_format(parsed)
                if log.debugs(parsed):
                    session.log_verbatim()
            driver = Driver(session, key)
            if self.sandbox is not None:
                driver.alias_loader = AliasLoader("")
            if self._aliased_parser is not None:
                driver.add_aliases(self._aliased_parser)
            return driver


def _flat(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return settings by name, those within another by both names."""
    flat = {}
    for name, value in settings.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{inner}": str(each) for inner, each in value.items()})
        else:
            flat[name] = str(value)
    return flat
