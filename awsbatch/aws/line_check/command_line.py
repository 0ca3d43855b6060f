"""The words of a command, as far as they are resolved to a service and an operation."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import replace

from awsbatch.aws.line_check.cli_parser import CliParser
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord
from awsbatch.aws.line_check.reading import Reading, read
from awsbatch.record import record


@record
class CommandLine:
    """The words of a command, with the names at their beginning resolved one by one."""

    names: Sequence[str]
    """The names resolved so far, such as `ec2`, `wait` and `instance-running`."""
    word: int
    """The index of the last name among the words."""
    args: list[PlaceholderWord]
    """The words after the last name, without the global options."""
    reading: Reading
    """All words of the line, sorted by the parser of the global options."""
    parsed: Namespace
    """The global options, parsed."""
    ignored: Sequence[str]
    """The error codes that are to count as success."""

    @property
    def typed(self) -> str:
        """The command as it is typed, without its options."""
        return f"aws {' '.join(self.names)}"

    @property
    def subject(self) -> str:
        """The command as messages name it."""
        return f"`{' '.join(self.names)}`"

    @property
    def global_options(self) -> Mapping[int, PlaceholderWord]:
        """The words that are global options, by their index."""
        return {given.word.place: given.word for given in self.reading.known}

    def into(self, name: PlaceholderWord, args: list[PlaceholderWord]) -> "CommandLine":
        """Return the same line with one more name resolved."""
        return replace(self, names=[*self.names, str(name)], word=name.place, args=args)

    def sorted_by(self, parser: CliParser) -> Reading:
        """Return the words after the last name, sorted by the parser of that command."""
        reading = read(parser, self.args)
        # Only version 2 of the AWS CLI has it.
        reading.binary_format = getattr(self.parsed, "cli_binary_format", None)
        for given in reading.options:
            if not given.values:
                # The parser of the command never sees a global option, which may stand where the
                # value was to be.
                following = self.global_options.get(given.word.place + 1)
                given.following = following or given.following
        return reading
