"""Variables of the environment that a shell sets for `aws`, and what holds as long here."""

import re
from collections.abc import Sequence

from awsbatch.language.model import Placeholder, Word
from awsbatch.language.shell_habit.written_command import is_whole, written

ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\+?=(.*)", re.ASCII | re.DOTALL)
_OPTIONS = {
    "AWS_CA_BUNDLE": "--ca-bundle",
    "AWS_DEFAULT_OUTPUT": "--output",
    "AWS_DEFAULT_PROFILE": "--profile",
    "AWS_DEFAULT_REGION": "--region",
    "AWS_ENDPOINT_URL": "--endpoint-url",
    "AWS_PROFILE": "--profile",
    "AWS_REGION": "--region",
}
"""The options of one command that choose what these variables choose."""
_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "AccessKeyId",
    "AWS_SECRET_ACCESS_KEY": "SecretAccessKey",
    "AWS_SECURITY_TOKEN": "SessionToken",
    "AWS_SESSION_TOKEN": "SessionToken",
}
"""The keys under which a service answers what these variables hold."""
_POINTLESS = {
    "AWS_CLI_AUTO_PROMPT": "leave it out: nothing here asks for the words of a command",
    "AWS_PAGER": "leave it out: nothing here goes through a pager",
}
# What `aws` and what it stands on read besides, none of which is an option.
_OF_A_RUN = re.compile(
    r"AWS_\w+|(?:https?|no|all)_proxy|(?:REQUESTS_CA|CURL_CA)_BUNDLE|SSL_CERT_\w+|PYTHON\w+|TZ",
    re.IGNORECASE,
)
_SPLIT = "where `c` holds `AccessKeyId`, `SecretAccessKey` and `SessionToken`"


def is_aws(name: str) -> bool:
    """Return whether a name is one of a variable for `aws`, which chooses nothing as a name."""
    return name.startswith("AWS_")


def before(words: Sequence[Word]) -> tuple[Word, str] | None:
    """Return the word at fault and a hint for `NAME=VALUE COMMAND`; None where no command follows.

    The hint is the command with the options in place of the variables: like
    them, they are for this command only.
    """
    count = _count(words)
    settings, command = words[:count], words[count:]
    if not settings or not command:
        return None
    for word in settings:
        name = _name(word)
        if name in _OPTIONS or name in _CREDENTIALS:
            continue
        if name in _POINTLESS:
            return word, _POINTLESS[name]
        # Any other is meant for the script, not for this command.
        return (word, _of_a_run(name, _value(word))) if _OF_A_RUN.fullmatch(name) else None
    for word in settings:
        if _name(word) in _CREDENTIALS:
            credentials = _credentials(settings)
            return word, (
                f"write `if {credentials}`, `defaults --credentials {credentials}`,"
                f" the command and `end`, each on a line{_explained(credentials)}"
            )
    return settings[0], _with_options(settings, command)


def alone(words: Sequence[Word]) -> str | None:
    """Return a hint for `export NAME=VALUE …`, or None where `aws` reads none of the names."""
    # Without a value, `export NAME` is for what a line before has set.
    names = [_name(word) if "=" in (_text(word) or "") else _text(word) or "" for word in words]
    given = {name: _value(word) for name, word in zip(names, words, strict=True)}
    options = {_OPTIONS[name]: value for name, value in given.items() if name in _OPTIONS}
    if any(name in _CREDENTIALS for name in names):
        return _defaults_of_credentials(words)
    if options:
        shown = " ".join(f"{option} {value or 'VALUE'}" for option, value in options.items())
        return f"write `defaults {shown}`"
    for name, value in given.items():
        if name in _POINTLESS:
            return _POINTLESS[name]
        if _OF_A_RUN.fullmatch(name):
            return _of_a_run(name, value)
    return None


def assigned(name: str, value: str) -> str:
    """Return a hint for a variable for `aws` that is set from here on to a written value."""
    if name in _CREDENTIALS:
        return f"write `defaults --credentials <<c>>`, {_SPLIT}"
    option = _OPTIONS.get(name)
    return f"write `defaults {option} {value}`" if option else _of_a_run(name, value)


def computed(name: str) -> str:
    """Return a hint for a variable for `aws` whose value a command is to give."""
    if name in _OPTIONS:
        return f"write `NAME = COMMAND`, and `defaults {_OPTIONS[name]} <<NAME>>`"
    if name in _CREDENTIALS:
        return f"write `c = COMMAND`, and `defaults --credentials <<c>>`, {_SPLIT}"
    return _of_a_run(name, None)


def chosen(name: str, value: str | None) -> str:
    """Return a hint for a name that is to choose what a variable for `aws` does."""
    if name in _OPTIONS:
        if value is not None:
            return f"write `defaults {_OPTIONS[name]} {value}`"
        return f"choose another name, and write `defaults {_OPTIONS[name]} <<NAME>>`"
    if name in _CREDENTIALS:
        return f"write `defaults --credentials <<c>>`, {_SPLIT}"
    return f"choose another name; {_of_a_run(name, None)}"


def _count(words: Sequence[Word]) -> int:
    """Return the number of `NAME=VALUE` at the beginning."""
    for count, word in enumerate(words):
        if not ASSIGNMENT.match(_text(word) or ""):
            return count
    return len(words)


def _text(word: Word) -> str | None:
    first = word.parts[0] if word.parts else ""
    return first if isinstance(first, str) else None


def _name(word: Word) -> str:
    return (_text(word) or "").partition("=")[0].removesuffix("+")


def _value(word: Word) -> str | None:
    """Return the value as it is written, quotes and placeholders included, if one line has it."""
    start = word.place.column - 1
    name, equals, value = word.place.text[start : start + word.place.width].partition("=")
    if not equals or not value or not ASSIGNMENT.fullmatch(f"{name}=") or not is_whole(word):
        return None
    return value


def _of_a_run(name: str, value: str | None) -> str:
    shown = "…" if value is None or "<<" in value else value
    return f"it holds for a whole run only: `{name}={shown} awsbatch run FILE`"


def _with_options(settings: Sequence[Word], command: Sequence[Word]) -> str:
    first = settings[0]
    # awscli 1.46: of two variables for one option, `AWS_DEFAULT_…` counts.
    settings = sorted(settings, key=lambda word: "_DEFAULT_" in _name(word))
    given = {_OPTIONS[_name(word)]: _value(word) for word in settings}
    options = [
        f" {option} {value or 'VALUE'}"
        for option, value in given.items()
        # The option of a command outweighs the variable.
        if not any(word.starts_with(option) for word in command)
    ]
    found = written(first, command)
    if found is None:
        return f"write `{''.join(options).strip()}` after the command, and nothing before it"
    return f"write `{found.line(added=''.join(options)).removeprefix('env ')}`"


def _defaults_of_credentials(words: Sequence[Word]) -> str:
    credentials = _credentials([word for word in words if _name(word) in _CREDENTIALS])
    explained = _explained(credentials)
    return f"write `defaults --credentials {credentials}`, once for all of the keys{explained}"


def _explained(credentials: str) -> str:
    return f", {_SPLIT}" if credentials == "<<c>>" else ""


def _credentials(settings: Sequence[Word]) -> str:
    """Return the placeholder of the object whose keys the values are, else `<<c>>`."""
    sources = set()
    for word in settings:
        key = _CREDENTIALS.get(_name(word))
        match word.parts:
            case (str(), Placeholder(expression)) if key:
                holder, dot, last = expression.source.rpartition(".")
                sources.add(holder.strip() if dot and last.strip() == key else "c")
            case _ if key:
                sources.add("c")
            case _:
                pass
    return f"<<{sources.pop()}>>" if len(sources) == 1 else "<<c>>"
