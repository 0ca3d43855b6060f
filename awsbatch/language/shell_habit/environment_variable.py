"""Variables of the environment that a shell sets for `aws`, and what holds as long here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

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
# What `aws`, what it stands on and the programs that it starts read besides, none of which
# is an option.
_OF_A_RUN = re.compile(
    r"AWS_\w+|(?i:(?:https?|no|all)_proxy)|(?:REQUESTS_CA|CURL_CA)_BUNDLE|SSL_CERT_\w+|PYTHON\w+"
    r"|(?:BOTO|LC|XDG)_\w+|HOME|KUBECONFIG|LANG|LANGUAGE|NETRC|PATH|TMP|TEMP|TMPDIR|TZ|USERPROFILE"
)
_RUNNER = re.compile(r"\b(?:command|env|nice|nohup|sudo|time)[ \t]+(?:-\S+[ \t]+)*\Z")
# A shell's variable lasts beyond the block in which it is exported.
_TO_END = "; in a block it holds to the `end`: for what comes after, write it before the block"
_SPLIT = "where `c` holds `AccessKeyId`, `SecretAccessKey` and `SessionToken`"


def is_aws(name: str) -> bool:
    """Return whether a name is one of a variable for `aws`, which chooses nothing as a name."""
    return name.startswith("AWS_")


def before(words: Sequence[Word]) -> tuple[Word, str] | None:
    """Return the word at fault and a hint for `NAME=VALUE COMMAND`; None where no command follows.

    The hint is the command with the options in place of the variables: like
    them, they are for this command only.
    """
    number = count(words)
    settings, command = words[:number], words[number:]
    if not settings or not command:
        return None
    for word in settings:
        name = _name(word)
        if name in _POINTLESS:
            return word, _POINTLESS[name]
        if not _is_choice(name) and _OF_A_RUN.fullmatch(name):
            return word, _of_a_run(name, _value(word))
    choices = [word for word in settings if _is_choice(_name(word))]
    others = [word for word in settings if not _is_choice(_name(word))]
    # `x= aws …` and `x=aws …` are meant to keep what the command returns.
    if not choices and all((word.literal or "").endswith(("=", "=aws")) for word in others):
        return None
    without = _without_counterpart(others)
    for word in choices:
        if _name(word) in _CREDENTIALS:
            credentials = _credentials(settings)
            defaults = f"defaults --credentials {credentials}{_joined(_options(choices))}"
            return word, (
                f"write `if {credentials}`, `{defaults}`,"
                f" the command and `end`, each on a line{_explained(credentials)}{without}"
            )
    return settings[0], f"{_with_options(settings[0], choices, command)}{without}"


def alone(words: Sequence[Word]) -> str | None:
    """Return a hint for `export NAME=VALUE …`, or None where `aws` reads none of the names."""
    # Without a value, `export NAME` is for what a line before has set.
    names = [_name(word) if "=" in (_text(word) or "") else _text(word) or "" for word in words]
    given = {name: _value(word) for name, word in zip(names, words, strict=True)}
    others = [f"`{name}`" for name in given if name and not _is_choice(name) and name[0] != "-"]
    apart = f"; write {' and '.join(others)} on a line apart" if others else ""
    options = {_OPTIONS[name]: value for name, value in given.items() if name in _OPTIONS}
    if any(name in _CREDENTIALS for name in names):
        return f"{_defaults_of_credentials(words, _joined(options))}{_TO_END}{apart}"
    if options:
        return f"write `defaults{_joined(options)}`{_TO_END}{apart}"
    for name, value in given.items():
        if name in _POINTLESS:
            return _POINTLESS[name]
        if _OF_A_RUN.fullmatch(name):
            return _of_a_run(name, value)
    return None


def assigned(name: str, value: str) -> str:
    """Return a hint for a variable for `aws` that is set from here on to a written value."""
    if name in _CREDENTIALS:
        return f"write `defaults --credentials <<c>>`, {_SPLIT}{_TO_END}"
    option = _OPTIONS.get(name)
    return f"write `defaults {option} {value}`{_TO_END}" if option else _of_a_run(name, value)


def unset(words: Sequence[Word]) -> str | None:
    """Return a hint for `unset NAME …`, or None where `aws` reads none of the names."""
    for name in (word.literal or "" for word in words):
        outside = f"`env -u {name} awsbatch run FILE`"
        if _is_choice(name):
            return (
                "write `if <<`true`>>` before the `defaults` that stands for it, and `end` here;"
                f" if it is set outside, {outside}"
            )
        if name in _POINTLESS:
            return "delete the line"
        if _OF_A_RUN.fullmatch(name):
            return f"it holds for a whole run only: {outside}"
    return None


def computed(name: str) -> str:
    """Return a hint for a variable for `aws` whose value a command is to give."""
    if name in _OPTIONS:
        return f"write `NAME = COMMAND`, and `defaults {_OPTIONS[name]} <<NAME>>`{_TO_END}"
    if name in _CREDENTIALS:
        return f"write `c = COMMAND`, and `defaults --credentials <<c>>`, {_SPLIT}{_TO_END}"
    return _of_a_run(name, None)


def chosen(name: str, value: str | None) -> str:
    """Return a hint for a name that is to choose what a variable for `aws` does."""
    if name in _OPTIONS:
        if value is not None:
            return f"write `defaults {_OPTIONS[name]} {value}`{_TO_END}"
        return f"choose another name, and write `defaults {_OPTIONS[name]} <<NAME>>`"
    if name in _CREDENTIALS:
        return f"write `defaults --credentials <<c>>`, {_SPLIT}{_TO_END}"
    return f"choose another name; {_of_a_run(name, None)}"


def count(words: Sequence[Word]) -> int:
    """Return the number of `NAME=VALUE` at the beginning."""
    for number, word in enumerate(words):
        if not ASSIGNMENT.match(_text(word) or ""):
            return number
    return len(words)


def _is_choice(name: str) -> bool:
    """Return whether a variable chooses what `defaults` can choose."""
    return name in _OPTIONS or name in _CREDENTIALS


def _text(word: Word) -> str | None:
    first = word.parts[0] if word.parts else ""
    return first if isinstance(first, str) else None


def _name(word: Word) -> str:
    return (_text(word) or "").partition("=")[0].removesuffix("+")


def _value(word: Word) -> str | None:
    """Return the value as it is written, quotes and placeholders included, if one line has it."""
    start = word.place.column - 1
    name, _, value = word.place.text[start : start + word.place.width].partition("=")
    # What `NAME+=…` adds to is not known.
    if not value or not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) or not is_whole(word):
        return None
    return value


def _of_a_run(name: str, value: str | None) -> str:
    shown = "…" if value is None or "<<" in value else value
    return f"it holds for a whole run only: `{name}={shown} awsbatch run FILE`"


def _without_counterpart(others: Sequence[Word]) -> str:
    names = [f"`{_name(word)}`" for word in others]
    return f": there is no counterpart here to {' and '.join(names)}" if names else ""


def _options(settings: Sequence[Word]) -> dict[str, str | None]:
    # awscli 1.46: of two variables for one option, `AWS_DEFAULT_…` counts.
    ordered = sorted(settings, key=lambda word: "_DEFAULT_" in _name(word))
    return {_OPTIONS[_name(word)]: _value(word) for word in ordered if _name(word) in _OPTIONS}


def _joined(options: Mapping[str, str | None]) -> str:
    return "".join(f" {option} {value or 'VALUE'}" for option, value in options.items())


def _with_options(first: Word, settings: Sequence[Word], command: Sequence[Word]) -> str:
    # The option of a command outweighs the variable.
    given = {
        option: value
        for option, value in _options(settings).items()
        if not any(word.starts_with(option) for word in command)
    }
    found = written(first, command)
    if found is not None:
        # A program before the variables is to go with them.
        found = replace(found, front=_RUNNER.sub("", found.front))
    if found is None and not given:
        return "write the command with nothing before it"
    if found is None:
        return f"write `{_joined(given).strip()}` after the command, and nothing before it"
    return f"write `{found.line(added=_joined(given))}`"


def _defaults_of_credentials(words: Sequence[Word], options: str) -> str:
    credentials = _credentials([word for word in words if _name(word) in _CREDENTIALS])
    written_out = f"write `defaults --credentials {credentials}{options}`"
    return f"{written_out}, once for all of the keys{_explained(credentials)}"


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
