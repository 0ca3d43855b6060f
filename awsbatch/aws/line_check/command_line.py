"""A command line on its way through the commands that it names."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import replace

from awsbatch.aws.line_check.cli_parser import Parser, Read
from awsbatch.aws.line_check.placeholder_word import Text
from awsbatch.record import record


@record
class Line:
    """A command line, as far as its commands are known."""

    names: Sequence[str]
    """The commands, such as `ec2`, `wait` and `instance-running`."""
    word: int
    """The index of the last of them."""
    args: list[Text]
    """What follows, without the global options."""
    main: Parser
    """What knows the global options."""
    read: Read
    """All words, as that parser tells them apart."""
    parsed: Namespace
    """The global options, parsed."""
    ignored: Sequence[str]
    """Error codes that are to count as success."""

    @property
    def typed(self) -> str:
        """How its commands are typed."""
        return f"aws {' '.join(self.names)}"

    @property
    def subject(self) -> str:
        """What messages call the command."""
        return f"`{' '.join(self.names)}`"

    @property
    def global_options(self) -> Mapping[int, Text]:
        """The global options, each by its index."""
        return {
            given.word.place: given.word for given in self.read.options if given.action is not None
        }

    def into(self, name: Text, args: list[Text]) -> "Line":
        """Go on to a command of the last one."""
        return replace(self, names=[*self.names, str(name)], word=name.place, args=args)

    def told_apart(self, parser: Parser) -> Read:
        """Have the parser of the last command tell apart what follows."""
        read = parser.read(self.args)
        for given in read.options:
            if not given.values:
                # A global option is gone from its place, where the value was to be.
                following = self.global_options.get(given.word.place + 1)
                given.following = following or given.following
        return read
