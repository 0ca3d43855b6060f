"""The values of `defaults` statements that hold for the commands of a block."""

from dataclasses import field, replace

from awsbatch.contract.global_option import Defaults, GlobalOptions
from awsbatch.contract.signer import Signer, UnknownSigner
from awsbatch.contract.word import Word, is_unknown
from awsbatch.engine.scope import Scope
from awsbatch.engine.signer_choice import Settings, chosen, evaluated, text_in
from awsbatch.language.defaults import given
from awsbatch.language.defaults_fault import check_defaults
from awsbatch.language.model import Defaults as Statement
from awsbatch.record import record

_CHOOSING = {"--credentials", "--profile", "--role-arn"}


@record
class DefaultsInForce:
    """What earlier `defaults` statements add to a command, and who signs it."""

    options: GlobalOptions
    """The options that the AWS CLI has."""
    given: Defaults = field(default_factory=dict)
    signer: Signer | UnknownSigner | None = None
    """Who signs instead of the profile, if anybody does."""

    def and_those_of(self, statement: Statement, scope: Scope) -> "DefaultsInForce":
        """Return these defaults with those of a statement, which take precedence.

        Raise the statement's first fault as a `ScriptError`, and what
        `substitute` and `chosen` raise.
        """
        for fault in check_defaults(statement, self.options):
            raise fault
        options = {each.option: each for each in given(statement, self.options)}
        added = {name: evaluated(each, scope) for name, each in options.items() if not each.signs}
        words = {**self.given, **added}
        signer = self.signer
        if not _CHOOSING.isdisjoint(options):
            signer = chosen(options, signer, _settings(words), scope)
        # A new object, since walks that began earlier go on with this one.
        return replace(self, given=words, signer=signer)

    def completed(self, words: list[Word]) -> list[Word]:
        """Return a command's words and, at their end, the defaults that they do not set."""
        return self.options.completed(words, self.given) if self.given else words

    def signed(self, words: list[Word]) -> tuple[Signer | UnknownSigner | None, list[Word]]:
        """Return who signs a command instead of its profile, and the words that it is shown with.

        No configuration has the profile that they show: pasted, the command
        fails instead of running as somebody else.
        """
        if self.signer is None or self.options.sets(words, "--profile"):
            return None, self.completed(words)
        profile: Defaults = {"--profile": (("--profile",), (self.signer.name,))}
        return self.signer, self.options.completed(words, {**self.given, **profile})


def _settings(given: Defaults) -> Settings:
    profile, region = (
        text_in(given[name], name) if name in given else None for name in ("--profile", "--region")
    )
    chosen = [word for name in ("--profile", "--region") for word in given.get(name, ())]
    return Settings(profile, region, not any(map(is_unknown, chosen)))
