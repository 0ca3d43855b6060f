"""Programs whose output is a value, and the expressions that give the same value."""

import re
import shlex
from collections.abc import Callable, Sequence

# Nothing that a shell expands, and no program after another one.
_PLAIN = re.compile(r"[^$`|;&<>()\n]+")
_FILE = re.compile(r"[^\s'\"\\]+")
_ECHO_JQ = re.compile(
    r"(?:echo|printf '%s')[ \t]+\"?\$\{?(\w+)\}?\"?[ \t]*\|[ \t]*jq[ \t]+(?:-\w+[ \t]+)*"
    r"'?((?:\.\w+)+)'?"
)
_WHOLE = r"-?[0-9]{1,6}"
_DATE = re.compile(r"(?:(?:-d |--date[= ])(?P<gnu>[^+]+)|(?P<bsd>-v\S+))? ?\+(?P<form>.+)")
_UNITS = "second|sec|minute|min|hour|day|week"
# GNU's `7 days ago` and `-7 days`, and the `-v-7d` of BSD.
_AGO = re.compile(rf"(?=-|.* ago)-?(?P<count>\d{{1,6}}) ?(?P<unit>{_UNITS})s?(?: ago)?")
_BSD = re.compile(r"-v-(?P<count>\d{1,6})(?P<unit>[SMHdw])")
HINTS = {
    "base64": "write `<<base64_encode(x)>>` or `<<base64_decode(x)>>`",
    "cat": "write `<<read('FILE')>>`, or `file://FILE` as an option's value",
    "date": "write `<<date(now())>>` for today, `<<now()>>` for seconds since 1970",
    "jq": "write `<<x.field>>` for a field of what `x` holds, or `from_json(x)` for its data",
    "seq": "write `<<range(1, 6)>>` for the numbers from 1 to 5",
}
"""What to write instead of these programs, where their words do not tell more."""

_SECONDS = "%s"
# What Python's strftime() and a shell's `date` give alike.
_DIRECTIVES = re.compile(r"(?:[^%'\\]|%[aAbBdHIjmMpSuUVwWyYGZ%FTDR])+")
_DATES = {
    "%F": "date({})",
    "%Y-%m-%d": "date({})",
    "%Y-%m-%dT%H:%M:%SZ": "iso({})",
    "%FT%TZ": "iso({})",
    _SECONDS: "{}",
}
_LONG = {"%F": "%Y-%m-%d", "%T": "%H:%M:%S", "%D": "%m/%d/%y", "%R": "%H:%M"}


def value(command: str) -> str | None:
    """Return the expression for what a program prints, such as `now()` for `date +%s`, or None."""
    text = command.strip()
    if match := _ECHO_JQ.fullmatch(text):
        return f"{match[1]}{match[2]}"
    if match := re.fullmatch(r"<[ \t]*([^\s'\"\\$`]+)", text):
        return f"trim(read('{match[1]}'))"
    if match := re.fullmatch(r"wc -l[ \t]*<[ \t]*([^\s'\"\\$`]+)", text):
        return f"length(lines(read('{match[1]}')))"
    if not _PLAIN.fullmatch(text):
        return None
    try:
        program, *words = shlex.split(text)
    except ValueError:
        return None
    expression = _PROGRAMS.get(program)
    return expression(words) if expression else None


def _cat(words: Sequence[str]) -> str | None:
    # A shell drops the last newline, and so does whoever prints it on a line.
    text = _read(words)
    return f"trim({text})" if text else None


def _read(words: Sequence[str]) -> str | None:
    if len(words) == 1 and _FILE.fullmatch(words[0]) and words[0][0] != "-":
        return f"read('{words[0]}')"
    return None


def _base64(words: Sequence[str]) -> str | None:
    decodes = any(word in {"-d", "-D", "--decode"} for word in words)
    files = [word for word in words if not re.fullmatch(r"-d|-D|--decode|-w0?|0|--wrap=0|-i", word)]
    text = _read(files)
    return f"base64_{'decode' if decodes else 'encode'}({text})" if text else None


def _jq(words: Sequence[str]) -> str | None:
    match [word for word in words if not re.fullmatch(r"-[a-z]+|--raw-output", word)]:
        case [query, file] if re.fullmatch(r"(\.\w+)+|\.", query) and (text := _read([file])):
            return f"from_json({text}){query if query != '.' else ''}"
        case _:
            return None


def _seq(words: Sequence[str]) -> str | None:
    if not words or not all(re.fullmatch(_WHOLE, word) for word in words):
        return None
    match [int(word) for word in words]:
        case [last]:
            return f"range(1, {last + 1})"
        case [first, last]:
            return f"range({first}, {last + 1})"
        case [first, step, last] if step:
            return f"range({first}, {last + (1 if step > 0 else -1)}, {step})"
        case _:
            return None


def _date(words: Sequence[str]) -> str | None:
    given = [word for word in words if word not in {"-u", "--utc"}]
    text = " ".join(sorted(given, key=lambda word: word[:1] == "+"))
    match = re.fullmatch(
        r"(?:(?:-d |--date[= ])(?P<gnu>[^+]+)|(?P<bsd>-v\S+))? ?\+(?P<form>.+)", text
    )
    if match is None:
        return None
    if not (match["gnu"] or match["bsd"]):
        return _formatted("now()", match["form"])
    span = _AGO.fullmatch(match["gnu"].strip()) if match["gnu"] else _BSD.fullmatch(match["bsd"])
    if span is None:
        return None
    return _formatted(f"ago('{span['count']}{span['unit'][0].lower()}')", match["form"])


def _formatted(time: str, form: str) -> str | None:
    if form in _DATES:
        return _DATES[form].format(time)
    if not _DIRECTIVES.fullmatch(form):
        return None
    for short, long in _LONG.items():
        form = form.replace(short, long)
    return f"strftime({time}, '{form}')"


_PROGRAMS: dict[str, Callable[[Sequence[str]], str | None]] = {
    "base64": _base64,
    "cat": _cat,
    "date": _date,
    "jq": _jq,
    "seq": _seq,
}
