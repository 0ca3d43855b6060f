"""Who signs, as a `defaults` statement chooses it: credentials from a value, or a role."""

from collections.abc import Callable, Mapping, Sequence

from awsbatch.contract.signer import Profile, Role, Signer, UnknownSigner
from awsbatch.contract.word import Word, is_unknown, text_of
from awsbatch.engine.given_keys import keys, secrets_of
from awsbatch.engine.scope import Scope
from awsbatch.engine.substitution import source_of, substitute
from awsbatch.expression.unknown_value import UnknownError
from awsbatch.fault.error import ScriptError
from awsbatch.language.defaults import Default
from awsbatch.language.defaults_fault import (
    Refusal,
    refused_external_id,
    refused_role,
    refused_session,
)
from awsbatch.record import record

_SESSION_NAME = "awsbatch"
"""What the sessions of roles are called where `--role-session-name` does not say it."""


@record
class Settings:
    """The profile and region of the commands after a `defaults`; None where nothing chose them."""

    profile: str | None = None
    region: str | None = None
    are_known: bool = True
    """False where a plan does not know the one or the other."""


def chosen(
    options: Mapping[str, Default],
    around: Signer | UnknownSigner | None,
    settings: Settings,
    scope: Scope,
) -> Signer | UnknownSigner | None:
    """Return who signs after a statement with these options; `around` did before it.

    Raise `ScriptError` for values that choose nobody, and what `keys` and `Scope.evaluate` raise
    but for `UnknownError`.
    """
    signer = None if "--profile" in options else around
    credentials, role = options.get("--credentials"), options.get("--role-arn")
    # None after a fault that is told of elsewhere.
    if credentials is not None and (placeholder := credentials.placeholder) is not None:
        try:
            value = scope.evaluate(placeholder)
            # Also where they are refused.
            scope.hide(secrets_of(value))
            signer = keys(placeholder, value)
        except UnknownError:
            signer = UnknownSigner(source_of(placeholder))
    if role is None:
        return signer
    name, external = options.get("--role-session-name"), options.get("--external-id")
    try:
        arn = _value_of(role, scope, refused_role)
        session = _SESSION_NAME if name is None else _value_of(name, scope, refused_session)
        id_ = None if external is None else _value_of(external, scope, refused_external_id)
    except UnknownError:
        return UnknownSigner(text_in(evaluated(role, scope), role.option))
    if isinstance(signer, UnknownSigner) or not settings.are_known:
        return UnknownSigner(arn)
    source = signer or Profile(settings.profile)
    return Role(arn, session, id_, source, settings.profile, settings.region)


def evaluated(default: Default, scope: Scope) -> tuple[Word, ...]:
    """Return the words of a default with values; raise `ScriptError` for more than one value."""
    words = tuple(substitute(default.words, scope))
    if len(words) != len(default.words):
        count = len(words) - 1
        message = f"expected one value for `{default.option}`, found a list of {count}"
        raise ScriptError(message, place=default.words[-1].place)
    return words


def text_in(words: Sequence[Word], option: str) -> str:
    """Return the text of an option's value in the words that give it."""
    return text_of(words[-1]).removeprefix(f"{option}=" if len(words) == 1 else "")


def _value_of(default: Default, scope: Scope, refused: Callable[[str], Refusal | None]) -> str:
    """Return the text of an option's value; raise `ScriptError` where it is `refused`."""
    place = default.words[-1].place
    words = evaluated(default, scope)
    if any(map(is_unknown, words)):
        raise UnknownError
    text = text_in(words, default.option)
    if (refusal := refused(text)) is not None:
        raise ScriptError(refusal.message, place=place, hint=refusal.hint)
    return text
