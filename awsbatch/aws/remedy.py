"""What a person is to do where no command can work: no credentials, or a bad configuration."""

import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from functools import singledispatch
from json import JSONDecodeError
from typing import Any, TypeAlias

from botocore.exceptions import (
    CredentialRetrievalError,
    InvalidRegionError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
    UnauthorizedSSOTokenError,
)

from awsbatch.aws.failure import UnknownOutputError
from awsbatch.aws.version.installed import (
    BY_VERSION_2,
    CRT_ERRORS,
    LOGIN_ERRORS,
    OUTPUT_FORMATS,
    PROFILE_VARIABLES,
)
from awsbatch.contract.outcome import Remedy
from awsbatch.fault.suggestion import meant
from awsbatch.fault.wording import listed, reason, uncapitalized
from awsbatch.record import record

_Told: TypeAlias = tuple[str, str]
"""A message and a hint."""
_FEW = 6
_QUOTES = re.compile(r"""(?<!\w)(['"])(.+?)\1(?!\w)""")
_NEXT = re.compile(r"\. +([A-Z])")
"""The beginning of a further sentence."""
_PROCESS = "credential_process"
_OTHERS = ("source_profile", "credential_source", "mfa_serial", "role_arn")
"""Settings whose values messages about others name."""
_PROGRAM = "custom-process"
"""What botocore calls the source of credentials of that setting."""
_SANDBOX = "`--sandbox` tries a script without an account"


@record
class Chosen:
    """The profile and other global options that hold for a command, and what there is to choose."""

    profile: str | None
    """The profile that its own options name."""
    around: str | None
    """The profile that the environment names."""
    profiles: Sequence[str]
    """All that there are."""
    settings: Mapping[str, str]
    """Those of the profile that holds, those within another as `aws configure set` names them."""
    environment: Mapping[str, str]
    """The variables that may set the same."""
    region: str | None = None
    """The region that its own options name."""
    endpoint: str | None = None
    """The URL that they name."""

    @property
    def name(self) -> str:
        """The profile that holds."""
        return self.profile or self.around or "default"

    @property
    def variable(self) -> str:
        """The variable that names the profile, if the environment does."""
        return next((name for name in PROFILE_VARIABLES if name in self.environment), "AWS_PROFILE")

    @property
    def option(self) -> str:
        """What is to be added to a command so that it holds for the profile; or nothing."""
        return "" if self.name == "default" else f" --profile {shlex.quote(self.name)}"


def remedy(error: BaseException, chosen: Chosen) -> Remedy | None:
    """Return what is to be done; None where the command's own options are to blame."""
    is_own = isinstance(error, InvalidRegionError) and chosen.region is not None
    if is_own or (chosen.endpoint is not None and "endpoint" in str(error)):
        return None
    message, hint = _told(error, chosen)
    # Of a profile that a command chooses by itself, others may know nothing.
    general = isinstance(error, UnknownOutputError) and chosen.profile is None
    return Remedy(message, hint, general)


@singledispatch
def _told(error: Any, chosen: Chosen) -> _Told:
    """Return what is told of an error that is in none of the cases below."""
    if isinstance(error, EOFError) and "mfa_serial" in chosen.settings:
        message = f"profile `{chosen.name}` asks for an MFA code, which nobody can type here"
        return message, "run it at a terminal"
    return _unusable(error, chosen)


@_told.register
def _no_profile(error: ProfileNotFound, chosen: Chosen) -> _Told:
    name = str(error.kwargs["profile"])
    if not name:
        return f"`{chosen.variable}` is empty, and names no profile", f"unset `{chosen.variable}`"
    by = "" if chosen.profile == name else f", which `{chosen.variable}` names"
    make = f"`aws configure --profile {shlex.quote(name)}` makes it"
    near = meant(name, chosen.profiles)
    if near is None and 0 < len(chosen.profiles) <= _FEW:
        only = "are" if len(chosen.profiles) > 1 else "is only"
        near = f"there {only} {listed(chosen.profiles)}; {make}"
    return f"there is no profile `{name}`{by}", near or make


@_told.register
def _no_credentials(_: NoCredentialsError, chosen: Chosen) -> _Told:
    if chosen.profile or chosen.around:
        hint = f"`aws configure{chosen.option}` stores keys; {_SANDBOX}"
        return f"profile `{chosen.name}` has no credentials", hint
    others = [name for name in chosen.profiles if name != "default"]
    choose = " or ".join(f"`--profile {name}`" for name in others[:_FEW]) or "`--profile NAME`"
    hint = f"`aws configure` stores keys, and {choose} chooses a profile; {_SANDBOX}"
    return "there are no credentials: none in the environment, and none in profile `default`", hint


@_told.register
def _partial(error: PartialCredentialsError, chosen: Chosen) -> _Told:
    lacking = error.kwargs["cred_var"]
    lacks = f"`{lacking}` is missing"
    match error.kwargs["provider"]:
        case "env":
            return f"the credentials in the environment are not whole: {lacks}", f"set `{lacking}`"
        case "assume-role":
            message = f"profile `{chosen.name}` has a `role_arn`, but nothing that may assume it"
            option = chosen.option
            return message, f"`aws configure set source_profile NAME{option}` says whose keys may"
        case _:
            message = f"the credentials of profile `{chosen.name}` are not whole: {lacks}"
            return message, f"`aws configure{chosen.option}` stores both keys"


@_told.register(SSOError)
@_told.register(TokenRetrievalError)
def _no_session(error: Any, chosen: Chosen) -> _Told:
    hint = f"`aws sso login{chosen.option}`{BY_VERSION_2} signs in"
    if isinstance(error, UnauthorizedSSOTokenError):
        return f"the SSO session of profile `{chosen.name}` has expired", hint
    why = uncapitalized(_sentence(error.kwargs.get("error_msg", error)))
    return f"profile `{chosen.name}` has no SSO session that is valid: {why}", hint


def _not_signed_in(error: Any, chosen: Chosen) -> _Told:
    hint = f"`aws login{chosen.option}`{BY_VERSION_2} signs in"
    return f"profile `{chosen.name}` is not signed in: {_words(error)}", hint


def _lacks_crt(_: Any, chosen: Chosen) -> _Told:
    message = f"profile `{chosen.name}` signs in by `aws login`, which needs `awscrt`"
    # Version 2 always has it, in bundles as well: this is a Python's own executable.
    return message, f"`{shlex.quote(sys.executable)} -m pip install awscrt` installs it"


for _kind in LOGIN_ERRORS:
    _told.register(_kind, _not_signed_in)
for _kind in CRT_ERRORS:
    _told.register(_kind, _lacks_crt)


@_told.register
def _not_retrieved(error: CredentialRetrievalError, chosen: Chosen) -> _Told:
    provider = error.kwargs["provider"]
    why = uncapitalized(_sentence(error.kwargs["error_msg"])) or "it says nothing of why"
    if provider == _PROGRAM:
        message = f"the `{_PROCESS}` of profile `{chosen.name}` failed: {why}"
        return message, "run the command that it names by itself"
    message = f"profile `{chosen.name}` gets no credentials from `{provider}`: {why}"
    return message, f"look at profile `{chosen.name}` in the configuration"


@_told.register
def _unknown_output(error: UnknownOutputError, chosen: Chosen) -> _Told:
    message = f"`output = {error.output}` is not known to this version of the AWS CLI"
    hint = f"it knows {listed(OUTPUT_FORMATS)}: `aws configure set output json{chosen.option}`"
    return message, f"{hint}, or `defaults --output json`"


@_told.register
def _no_region(_: NoRegionError, chosen: Chosen) -> _Told:
    message = f"no region is chosen, and profile `{chosen.name}` has none"
    keep = f"`aws configure set region NAME{chosen.option}` keeps it"
    return message, f"`--region NAME` chooses one, and {keep}"


def _unusable(error: BaseException, chosen: Chosen) -> _Told:
    """Return what is told of any other error: where possible, which setting is to blame."""
    words = _words(error)
    look = f"look at profile `{chosen.name}` in the configuration"
    if isinstance(error, UnicodeDecodeError | JSONDecodeError) and _PROCESS in chosen.settings:
        return f"the `{_PROCESS}` of profile `{chosen.name}` answers no JSON: {words}", look
    for name, value in chosen.environment.items():
        if f"`{value}`" in words:
            return f"`{name}={value}` cannot be used: {words}", f"set `{name}` anew, or unset it"
    for name, value in chosen.settings.items():
        if name == "source_profile" and _has(words, value) and value not in chosen.profiles:
            message = f"profile `{chosen.name}` stands on profile `{value}`, which does not exist"
            return message, meant(value, chosen.profiles) or look
    for name, value in chosen.settings.items():
        if name not in _OTHERS and _has(words, value):
            message = f"`{name} = {value}` of profile `{chosen.name}` cannot be used: {words}"
            return message, f"`aws configure set {name} VALUE{chosen.option}` sets it anew"
    return f"the configuration cannot be used: {words}", look


def _has(words: str, value: str) -> bool:
    """Return whether a message speaks of a value."""
    return bool(value) and re.search(rf"(?<![\w.-]){re.escape(value)}(?![\w-])", words) is not None


def _words(error: BaseException) -> str:
    """Return the words of an exception as a part of a message."""
    if isinstance(error, OSError):
        name = f"`{error.filename}`: " if error.filename else ""
        return f"{name}{reason(error)}"
    return uncapitalized(_sentence(str(error))) or type(error).__name__


def _sentence(text: object) -> str:
    """Return the sentences of another program as one, with names in backquotes."""
    quoted = _QUOTES.sub(r"`\2`", _line(text))
    return _NEXT.sub(lambda found: f"; {uncapitalized(found[1])}", quoted)


def _line(text: object) -> str:
    return " ".join(str(text).split())
