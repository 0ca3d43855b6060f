"""The journal of a run: what a log shows of its commands, and what the run adds to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.global_option import GlobalOptions
from awsbatch.contract.guard import Refusal
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.contract.journal import Call, Conclusion, Done, Entry, Finished, Line, Spot, Verdict
from awsbatch.contract.quoting import on_one_line, plain_line
from awsbatch.contract.runner import CommandRunner
from awsbatch.fault.error import AwsbatchError
from awsbatch.joblog import done_refusal
from awsbatch.joblog.account_notes import AccountNotes
from awsbatch.joblog.call_key import CallKeys
from awsbatch.joblog.history import History, Past
from awsbatch.joblog.kept_output import KeptOutput
from awsbatch.joblog.keyed_digest import HALF, KeyedDigest
from awsbatch.joblog.log_file import LogFile
from awsbatch.joblog.row import failing
from awsbatch.joblog.state_file import Begun, begun_line, told
from awsbatch.joblog.target_book import Aim, TargetBook
from awsbatch.joblog.words_key import contents, literal_text, names_files
from awsbatch.redaction.secret import Secrets
from awsbatch.redaction.stars import MASK

_UNDONE = ("failed", "abandoned")

# No record: there is one for each command.
_Sight: TypeAlias = tuple[Call, str, Aim, Sequence[tuple[str, str]], str | None]
"""What is known of a command before it is looked at.

The text of what counts of its words, its aim, its files, and the text of all words if all are
literal.
"""


class RunJournal:
    """See `awsbatch.contract.journal.Journal`."""

    def __init__(
        self,
        log: LogFile,
        history: History,
        runner: CommandRunner,
        options: GlobalOptions,
        secrets: Secrets,
        *,
        spots: Iterable[Spot] = (),
        lets_changed: bool = False,
        warn: Callable[[AwsbatchError], object] = lambda _: None,
    ) -> None:
        """Go on with a log, for scripts that have these statements and what a stream adds.

        `secrets` are those of the run, and `warn` shows a warning. With `lets_changed`, a change
        is sent that takes the place of another.
        """
        self._log = log
        # One that has nothing is not asked.
        self._history = history if history.next_seq > 1 else None
        self._next_seq = history.next_seq
        self._finished = history.finished
        self._take_line = history.take_line
        self.finishing: set[str] = set()
        """The files of which the `finally` has begun in this run, and in none before."""
        self._secrets = secrets
        self._runner = runner
        digest = KeyedDigest(log.head.key)
        self._keys = CallKeys(digest)
        accounts = AccountNotes(history.accounts, digest, self._keep_account, warn)
        self._targets = TargetBook(runner, options, digest, accounts)
        self._sight: _Sight | None = None
        """Of the command that is looked at next, where it was known."""
        self._learned: dict[int, _Sight] = {}
        """Of others that are about to be looked at, by the identities of their calls."""
        self._current = set() if self._history is None else {*map(self._keys.spot, spots)}
        """The statements of the scripts, each as the first half of the key of a place."""
        self._lets_changed = lets_changed
        self._outputs = KeptOutput()
        self._due: list[Callable[[], object]] = []
        """What is to be noted before the next command is, each by a call."""

    def knows(self, call: Call) -> bool:
        """See `awsbatch.contract.journal.Journal`."""
        words = call.words
        literal = literal_text(words)
        aim = self._targets.find(words, call.signer, literal)
        if aim is None:
            return False
        text = self._targets.text(words, aim, literal)
        # Files may be large.
        if names_files(text):
            return False
        self._sight = call, text, aim, (), literal
        return True

    def learn(self, call: Call, cancellation: Cancellation) -> None:
        """See `awsbatch.contract.journal.Journal`."""
        words, signer = call.words, call.signer
        aim = self._targets.find(words, signer) or self._targets.learn(words, signer, cancellation)
        text = self._targets.text(words, aim)
        self._learned[id(call)] = call, text, aim, contents(words), None

    def look(self, call: Call) -> Verdict:
        """See `awsbatch.contract.journal.Journal`."""
        sight = self._sight
        if sight is None or sight[0] is not call:
            sight = self._found(call)
        _, text, aim, files, literal = sight
        words, place = self._keys.keys(call, text, aim.mark, files)
        effect, effects, changes = aim.effect, aim.told, True
        if effect is None:
            effect = self._effect(call)
            effects, changes = told(effect, has_token=aim.takes_token), effect.stays
        history, seq = self._history, None
        if history is not None:
            self._current.add(place[:HALF])
            if (
                changes
                and self._may_be_done(call)
                and (said := self._said(history, call, words, place, effect)) is not None
            ):
                return said
            seq = history.seq(words, place, self._current.__contains__)
        if seq is None:
            seq = self._next_seq
            self._next_seq = seq + 1
        if call.file is not None:
            self._outputs.note(call.file, appends=call.appends)
        if not changes:
            return Entry(call, seq, words, place, None, is_noted=False)
        tokens, repeats = None, False
        if aim.takes_token:
            tokens = self._tokens(seq, words)
            repeats = history is not None and history.is_repeated(seq, words)
        line = None
        if literal is not None and aim.is_open and call.signer is None:
            line = self._plain(literal)
        shown = _shown(call) if line is None else (line, True)
        begun = begun_line(seq, words, place, effects, call.line, *shown)
        # By position: by their names, it would take more than twice as long, for every command.
        return Entry(call, seq, words, place, tokens, True, (begun, shown, repeats))  # noqa: FBT003

    def _found(self, call: Call) -> _Sight:
        if id(call) not in self._learned:
            self.learn(call, Cancellation())
        return self._learned.pop(id(call))

    def _tokens(self, seq: int, words: str) -> IdempotencyTokens:
        rows = 0 if self._history is None else self._history.rows(seq)
        # Not of its place: what is in doubt may have been moved.
        return IdempotencyTokens(self._keys.seed(words, seq, rows))

    def _plain(self, text: str) -> str | None:
        """Return a command of plain words on one line, if nothing of it is a secret."""
        line = plain_line(text)
        if self._secrets and line is not None and self._secrets.holds(line):
            return None
        return line

    def begin(self, entry: Entry) -> None:
        """See `awsbatch.contract.journal.Journal`."""
        if entry.is_noted:
            if self._due:
                self._catch_up()
            begun, _, _ = entry.note
            self._log.state.begin(begun)

    def _catch_up(self) -> None:
        while self._due:
            self._due.pop(0)()

    def _keep_account(self, key: str, account: str | None) -> None:
        self._due.append(partial(self._log.state.keep_account, key, account))

    def end(self, entry: Entry, conclusion: Conclusion) -> None:
        """See `awsbatch.contract.journal.Journal`."""
        if entry.is_noted:
            _, (line, can_be_run), repeats = entry.note
            if repeats and conclusion.status in _UNDONE:
                # Whatever it was answered now, the first time it may have been carried out.
                conclusion = replace(conclusion, in_doubt=True)
            if conclusion.kept is not None:
                self._log.state.keep(entry, conclusion.kept)
        else:
            line, can_be_run = _shown(entry.call)
        if self._secrets.finders and self._secrets.holds(line):
            # Its own answer may have told what is secret in it.
            line, can_be_run = _shown(entry.call)
        self._log.end(entry, conclusion, line if can_be_run else failing(line))

    def finished(self, file: str) -> Finished | None:
        """See `awsbatch.contract.journal.Journal`."""
        return self._finished(file)

    def begin_finally(self, file: str, finished: Callable[[], Finished]) -> None:
        """See `awsbatch.contract.journal.Journal`."""
        if self._finished(file) is None:
            self._log.state.begin_finally(file, finished())
            self.finishing.add(file)

    def has_finished(self, file: str) -> bool:
        """Return whether the `finally` of a file has begun, in this run or an earlier one."""
        return file in self.finishing or self._finished(file) is not None

    @property
    def unmet(self) -> Sequence[Begun]:
        """The commands of earlier runs that may have been carried out, and were not reached yet."""
        return () if self._history is None else self._history.unmet

    def has(self, line: Line) -> bool:
        """See `awsbatch.contract.journal.Journal`."""
        if self._outputs.is_there(line.file) and self._take_line(self._keys.line(line)):
            return True
        self._outputs.note(line.file, appends=line.appends)
        return False

    def add(self, line: Line) -> None:
        """See `awsbatch.contract.journal.Journal`."""
        self._log.state.add_line(self._keys.line(line))

    def _effect(self, call: Call) -> Effect:
        effect = self._runner.effect(call.words)
        # What a file has is of that time: a copy of what is changed next, say.
        return effect if effect.stays or call.file is None else Effect.LOCAL_WRITES

    def _may_be_done(self, call: Call) -> bool:
        """Return whether nothing is missing of what a command wrote that is done."""
        file = call.file
        is_there = file is None or self._outputs.is_there(file)
        return is_there or self._runner.effect(call.words).stays

    def _said(
        self, history: History, call: Call, words: str, place: str, effect: Effect
    ) -> Done | Refusal | None:
        """Return what is said of a change that is not to be sent; None where it is."""
        is_current = self._current.__contains__
        local = effect is Effect.LOCAL_WRITES
        past = history.take(words, place, local=local) or history.take_moved(
            words, place, is_current, local=local
        )
        if past is not None:
            return _done(past, call)
        if local or (past := history.changed(words, place)) is None:
            return None
        if not self._lets_changed:
            return done_refusal.changed(past.begun, call.argv, words, in_doubt=past.in_doubt)
        history.drop(past)
        # What it takes the place of does not count any more.
        self._due.append(partial(self._log.forget, [past.seq]))
        return None


def _done(past: Past, call: Call) -> Done | Refusal:
    if not call.is_captured:
        return Done(is_ignored=past.is_ignored)
    kept = past.kept
    if kept is None:
        return done_refusal.not_known(past.seq)
    if not kept.is_whole:
        return done_refusal.not_kept(past.seq, kept.value)
    return Done(kept.value, past.is_ignored)


def _shown(call: Call) -> tuple[str, bool]:
    """Return a command on one line, and whether a shell can run it and does the same."""
    line = on_one_line(call.argv)
    return line, call.signer is None and MASK not in line
