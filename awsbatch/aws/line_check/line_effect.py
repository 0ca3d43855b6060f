"""What a command does whose words are known."""

from collections.abc import Callable, Sequence

from awscli.clidriver import ServiceOperation

from awsbatch.aws.catalog.effect_rule import Judgement, decided, fills_file, judge
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole
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
    judgement: Judgement,
    line: CommandLine,
    words: Sequence[Word],
    reading: Callable[[], Reading],
) -> Effect:
    """Return what a command of this judgement does with the words of a line.

    The line has holes in the place of values, which are in `words`. `reading`
    sorts the words after the name, and is called only where they decide.
    """

    def paths() -> list[str]:
        loose = [word for word, _ in reading().loose]
        return [text_of(words[word.place]) if has_hole(word) else word for word in loose]

    return decided(judgement, " ".join(line.names), [*map(_written, line.args)], paths).effect


def _written(word: PlaceholderWord) -> str:
    """Return a word as far as its author wrote it: an option's name, or nothing of a value."""
    if not has_hole(word):
        return word
    return word.partition("=")[0] if word.startswith("--") else ""
