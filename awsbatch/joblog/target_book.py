"""What commands of one kind have in common: where they go, for whom, and what they do.

It is asked for once for each kind, since a stream may have thousands of
commands that differ by a value.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field, replace
from itertools import compress
from typing import TypeAlias, TypeVar

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.global_option import GlobalOptions
from awsbatch.contract.plan import Target
from awsbatch.contract.runner import CommandRunner
from awsbatch.contract.signer import Role, Signer
from awsbatch.contract.word import Word, text_of
from awsbatch.joblog.account_notes import AccountNotes
from awsbatch.joblog.keyed_digest import HALF, KeyedDigest
from awsbatch.joblog.state_file import told
from awsbatch.joblog.words_key import words_text
from awsbatch.record import record

_MOST_KINDS = 1_000
# What they choose may be chosen otherwise: by the environment, say.
_CHOICES = ("--region", "--profile", "--endpoint-url")
# They say how something is sent, and not what.
_WAYS = (
    *("--cli-connect-timeout", "--cli-read-timeout", "--ca-bundle", "--no-verify-ssl"),
    *("--debug", "--v2-debug", "--color", "--no-cli-pager"),
)
_NAMES = 2
"""A service and its operation."""
# Those after the first word, in the text of literal words.
_options_of = re.compile("\0(-[^\0]*)").findall

_T = TypeVar("_T")

Kind: TypeAlias = tuple[object, ...]
"""What commands have in common that go to the same place and do the same."""


@record
class Aim:
    """What is known of all commands of one kind."""

    mark: str
    """That of where they go and for whom, which is the other half of the key of their words."""
    effect: Effect | None
    """What they change; None where each is to be asked for by itself."""
    takes_token: bool
    """Whether they take an idempotency token."""
    told: str
    """Both as the state of a log has them."""
    is_open: bool
    """Whether none of them has a secret because of where it stands."""
    apart: tuple[str, ...] = ()
    """The global options in their words that say nothing more of them, by full names."""
    tail: str | None = field(default=None, compare=False)
    """What the text of their words ends with, where that is these options and nothing else is."""


class TargetBook:
    """The targets of a run's commands, until its configuration or its credentials change."""

    def __init__(
        self,
        runner: CommandRunner,
        options: GlobalOptions,
        digest: KeyedDigest,
        accounts: AccountNotes,
    ) -> None:
        """Know none yet; `options` are those that choose a target, among others."""
        self._runner = runner
        self._options = options
        self._digest = digest
        self._accounts = accounts
        self._aims: dict[Kind, Aim] = {}
        self._plain_aims: dict[Kind, Aim] = {}
        """Those of commands whose words are literal and have global options at their end only."""
        self._tails: dict[Kind, int] = {}
        """How many words such options are, where there are some; by the rest of the kind."""
        self._circumstances: object = None
        self._takes_value: dict[str, bool | None] = {}
        """By what a word begins with: whether an option takes the next one; None for no option."""

    def find(
        self, words: Sequence[Word], signer: Signer | None, literal: str | None = None
    ) -> Aim | None:
        """Return what is known of commands like this one, as long as it holds.

        `literal` is the text of its words if all are literal.
        """
        circumstances = self._runner.circumstances
        if circumstances != self._circumstances:
            self._circumstances = circumstances
            self._aims, self._plain_aims, self._tails = {}, {}, {}
        if literal is None:
            return self._aims.get(self._kind(words, signer))
        names = _options_of(literal)
        plain = (signer, *words[:_NAMES], *names)
        aim = self._plain_aims.get(plain)
        if aim is None and (many := self._tails.get(plain)) is not None:
            aim = self._plain_aims.get((*plain, *words[-many:]))
        if aim is None:
            aim = self._aims.get(self._kind(words, signer))
            if aim is not None:
                aim = self._noted(plain, words, aim)
        return aim

    def learn(
        self, words: Sequence[Word], signer: Signer | None, cancellation: Cancellation
    ) -> Aim:
        """Find out, and keep for its kind, where a command goes; from any thread."""
        aims, runner = self._aims, self._runner
        target = runner.target(
            words, signer=signer, cancellation=cancellation, knows=self._accounts.knows
        )
        takes_token, effect = runner.takes_token(words), runner.effect(words)
        # What an operation changes is told by its options; of all else, by any of its words.
        is_sure = takes_token is not None and effect.counts
        aim = Aim(
            self._mark(target, signer),
            effect if is_sure else None,
            bool(takes_token),
            told(effect, has_token=bool(takes_token)),
            runner.masked(words).is_open,
            self._apart(words, target, is_operation=takes_token is not None),
        )
        # An abandoned one was told nothing.
        if not cancellation.is_abandoned:
            _add(aims, self._kind(words, signer), aim)
        return aim

    def text(self, words: Sequence[Word], aim: Aim, literal: str | None = None) -> str:
        """Return the text of the words of a command whose aim is known; `literal` as for `find`."""
        if literal is not None:
            if not aim.apart:
                return literal
            if aim.tail is not None:
                return literal.removesuffix(aim.tail)
        return words_text(self._options.without([*words], aim.apart) if aim.apart else words)

    def _kind(self, words: Sequence[Word], signer: Signer | None) -> Kind:
        """Return what a command has in common with others: all but the values of its own options.

        These are the first two words, the names of options, and global options whole.
        """
        kind: list[object] = [signer]
        names, is_value = _NAMES, False
        for word in words:
            first = word[0] if word else ""
            if is_value:
                kind.append(word)
                is_value = False
            elif isinstance(first, str) and first[:1] == "-":
                takes = self._takes(first)
                kind.append(first if takes is None else word)
                is_value = takes is True
            elif names:
                kind.append(word)
                names -= 1
        return tuple(kind)

    def _noted(self, plain: Kind, words: Sequence[Word], aim: Aim) -> Aim:
        """Note what is known of a literal command, if it is soon found by its words."""
        many = self._tail(words)
        if many == 0:
            _add(self._plain_aims, plain, aim)
        elif many is not None:
            last = words[-many:]
            rest = self._options.without([*last], aim.apart)
            aim = replace(aim, tail=None if rest else f"\0{words_text(last)}")
            _add(self._tails, plain, many)
            _add(self._plain_aims, (*plain, *last), aim)
        return aim

    def _tail(self, words: Sequence[Word]) -> int | None:
        """Return how many of the last words of a literal command are global options.

        None for one that does not begin with its two names, or has other such options.
        """
        texts = [*map(text_of, words)]
        if any(text[:1] == "-" for text in texts[:_NAMES]):
            return None
        many, is_value = 0, False
        for text in texts[_NAMES:]:
            takes = self._takes(text) if text[:1] == "-" else None
            if many and not is_value and takes is None:
                return None
            if many or takes is not None:
                many += 1
            is_value = not is_value and takes is True
        return many

    def _takes(self, first: str) -> bool | None:
        """Return whether an option that begins so takes the next word; None if it is none."""
        known = self._takes_value
        with suppress(KeyError):
            return known[first]
        name, equals, _ = first.partition("=")
        option = self._options.find(name)
        takes = None if option is None else option.takes_value and not equals
        if len(known) >= _MOST_KINDS:
            known.clear()
        known[first] = takes
        # Not looked up again: another thread may have cleared them.
        return takes

    def _apart(
        self, words: Sequence[Word], target: Target, *, is_operation: bool
    ) -> tuple[str, ...]:
        """Return the options in the words of a command of which its target tells what they say."""
        # Of what is known to go to no region, none is told.
        is_seen = is_operation and (target.account or target.access_key)
        told = target.region or is_seen, target.profile, target.endpoint
        names = (*compress(_CHOICES, told), *_WAYS)
        return tuple(name for name in names if self._options.sets([*words], name))

    def _mark(self, target: Target, signer: Signer | None) -> str:
        role = signer.arn if isinstance(signer, Role) else None
        # A role has another key each time, and its account in its name.
        account = None if role else self._accounts.of(target)
        parts = (account, target.region, target.endpoint, target.profile, role)
        return self._digest.of(ascii(parts))[:HALF]


def _add(known: dict[Kind, _T], kind: Kind, what: _T) -> None:
    if len(known) >= _MOST_KINDS:
        known.clear()
    known[kind] = what
