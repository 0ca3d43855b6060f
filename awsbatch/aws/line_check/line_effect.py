"""What a command does whose words are known."""

from collections.abc import Callable, Sequence
from typing import Any

from awscli.clidriver import ServiceOperation

from awsbatch.aws.catalog.effect_rule import decided, fills_file, judge
from awsbatch.aws.line_check.command_line import CommandLine
from awsbatch.aws.line_check.placeholder_word import PlaceholderWord, has_hole
from awsbatch.aws.line_check.reading import Reading
from awsbatch.contract.effect import Effect
from awsbatch.contract.word import Word, text_of


def effect_of(
    command: Any, line: CommandLine, words: Sequence[Word], reading: Callable[[], Reading]
) -> Effect:
    """Return what a command does, named by a line with holes in the place of values.

    `words` have the values. `reading` sorts the words after the name, and is
    called only where they decide.
    """
    is_operation = isinstance(command, ServiceOperation)
    service, *rest = line.names
    judgement = judge(service, " ".join(rest), is_operation=is_operation)
    # awscli 1.46: the CLI has no public name for the model of an operation.
    if is_operation and command._operation_model.has_streaming_output:  # noqa: SLF001
        judgement = fills_file(judgement)

    def paths() -> list[str]:
        loose = [word for word, _ in reading().loose]
        return [text_of(words[word.place]) if has_hole(word) else word for word in loose]

    return decided(judgement, " ".join(line.names), [*map(_written, line.args)], paths).effect


def _written(word: PlaceholderWord) -> str:
    """Return a word as far as its author wrote it: an option's name, or nothing of a value."""
    if not has_hole(word):
        return word
    return word.partition("=")[0] if word.startswith("--") else ""
