"""The paths of the `s3` commands, as far as they are wrong without a look at S3."""

from collections.abc import Iterator, Sequence

from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole, is_unknown
from awsbatch.aws.line_check.reading import Reading
from awsbatch.aws.line_check.value.value_source import missing, no_input
from awsbatch.contract.finding import Finding
from awsbatch.fault.wording import listed

_S3 = "s3://"
_ON_S3 = frozenset({"cp", "mb", "mv", "rb", "rm", "sync"})
_COPYING = frozenset({"cp", "mv", "sync"})
_SELECTING = frozenset({"cp", "mv", "rm", "sync"})
_STANDARD_INPUT = "-"


def wrong_paths(reading: Reading, line: CommandLine) -> Iterator[Finding]:
    """Find a path that has to be on S3 and is not, and warn of those that find nothing."""
    paths, name = [word for word, _ in reading.loose], line.names[-1]
    on_s3 = any(is_unknown(path) or path[:5] == _S3 for path in paths)
    if name in _ON_S3 and not on_s3:
        yield Finding(
            paths[0].place,
            f"{line.subject} needs a path that begins with `s3://`, found {listed(paths)}",
            "write `s3://BUCKET/KEY`",
        )
        return
    if name in _COPYING and len(paths) > 1 and paths[0][:5] != _S3 and not has_hole(paths[0]):
        yield from _local_source(paths[0], name)
    for path in paths:
        if path[:5] == _S3 and "*" in path and name in {*_SELECTING, "ls"}:
            yield _unexpanded(path, reading, name)


def _local_source(path: PlaceholderWord, name: str) -> Iterator[Finding]:
    if path == _STANDARD_INPUT and name == "cp":
        yield no_input(path)
    else:
        folder, pattern = _split(path)
        chosen = f"write `{folder or '.'}`, and `{_selection(pattern, name, [])}`"
        yield from missing(path, str(path), chosen if "*" in path else None)


def _unexpanded(path: PlaceholderWord, reading: Reading, name: str) -> Finding:
    folder, pattern = _split(path)
    if has_hole(path) or "*" in folder:
        hint = "write the folder, and what `--exclude` and `--include` are to select"
    elif name == "ls":
        hint = f"write `{path.partition('*')[0]}`, which lists what begins so"
    else:
        given = [option.matches[0] for option in reading.known]
        selection = _selection(pattern, name, given)
        hint = f"write `{folder}`{f', and `{selection}`' if selection else ''}"
    message = "`*` is a plain character in a path on S3"
    # What stands before it has no known length if a value is in it.
    start = None if has_hole(path) else path.index("*")
    return Finding(path.place, message, hint, start, 1 if start else None, warning=True)


def _split(path: str) -> tuple[str, str]:
    folder, slash, pattern = path.rpartition("/")
    return f"{folder}{slash}", pattern


def _selection(pattern: str, name: str, given: Sequence[str]) -> str:
    """Return the options that select what a pattern in a path was to select."""
    words = [] if name == "sync" or "--recursive" in given else ["--recursive"]
    if pattern != "*":
        words += ["--exclude '*'", f"--include '{pattern}'"]
    return " ".join(words)
