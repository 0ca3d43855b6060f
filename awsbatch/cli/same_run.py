"""The command line of a run that is to be made once more, as it can be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from awsbatch.fault import discretion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from awsbatch.cli.option import Options
    from awsbatch.redaction.secret import Secrets


def words_of(
    options: Options, secrets: Secrets, *own: str, has: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the words of a run of the same files, with the same values of inputs but for secrets.

    Behind its verb stand words of its own, and the options that were given of
    which `has` says by their long names that it has them as well.
    """
    # As it is behind the files.
    others = [(name, words) for name, words in options.given if name != "--variable" and has(name)]
    given = [word for _, words in others for word in words]
    rest = (*own, *given, *options.files, *_values(options), *_args(options))
    # Before they are quoted: `***` is a pattern.
    return ("awsbatch", "run", *map(secrets.masked, rest))


def _values(options: Options) -> Iterator[str]:
    for pair in options.variables:
        name, _, value = pair.partition("=")
        # Shortened, it would be typed and be another.
        yield f"{name}=…" if discretion.is_hidden(name, value) else pair


def _args(options: Options) -> tuple[str, ...]:
    return ("--", *options.args) if options.args else ()
