"""What a command does whose words are known."""

from collections.abc import Sequence

from awscli.clidriver import ServiceOperation

from awsbatch.aws.catalog.effect_rule import Given, Judgement, decided, fills_file, judge
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.placeholder_word import has_hole
from awsbatch.aws.line_check.reading import Reading
from awsbatch.contract.effect import Effect
from awsbatch.contract.word import Word, text_of


def judged(line: CommandLine, operation: ServiceOperation | None) -> Judgement:
    """Return what a line does by the name of its command, which is no operation if None."""
    service, *rest = line.names
    judgement = judge(service, " ".join(rest), is_operation=operation is not None)
    # awscli 1.46: the CLI has no public name for the model of an operation.
    if operation is not None and operation._operation_model.has_streaming_output:  # noqa: SLF001
        return fills_file(judgement)
    return judgement


def effect_of(
    judgement: Judgement, line: CommandLine, words: Sequence[Word], reading: Reading
) -> Effect:
    """Return what a command of this judgement does with the words of a line.

    The line has holes in the place of values, which are in `words`. `reading`
    has the words after its name.
    """
    loose = [word for word, _ in reading.loose]
    given = Given(
        [option.matches[0] for option in reading.known],
        [text_of(words[word.place]) if has_hole(word) else word for word in loose],
        asks_help=line.args == ["help"],
    )
    return decided(judgement, " ".join(line.names), given).effect
