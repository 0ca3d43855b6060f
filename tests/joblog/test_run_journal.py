"""What a run is told of its commands by the log of those before it, and what it adds to that."""

import shlex
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.guard import Refusal
from awsbatch.contract.journal import (
    Call,
    Conclusion,
    Done,
    Entry,
    Finished,
    Kept,
    Line,
    Spot,
    Verdict,
)
from awsbatch.contract.plan import Target
from awsbatch.contract.signer import Keys, Role, Signer
from awsbatch.contract.word import Data, Word, text_of
from awsbatch.engine.command_mask import CommandMask
from awsbatch.engine.shown_command import ShownWords
from awsbatch.joblog.row import HEADER
from awsbatch.joblog.run_journal import RunJournal
from awsbatch.redaction.secret import Secrets
from tests.contract.fake_runner import FakeRunner
from tests.contract.option_table import OPTIONS
from tests.joblog.conftest import Open

NOW = datetime(2026, 5, 28, 20, 26, 40, tzinfo=timezone.utc)


class Running:
    """One run with a journal, and its commands as a script has them."""

    def __init__(
        self,
        start: Open,
        *spots: Spot,
        lets_changed: bool = False,
        runner: FakeRunner | None = None,
    ) -> None:
        self.log = start()
        self.secrets = Secrets()
        self.runner = runner or FakeRunner()
        self.history = self.log.history()
        self.journal = RunJournal(
            self.log,
            self.history,
            self.runner,
            OPTIONS,
            self.secrets,
            spots=spots,
            lets_changed=lets_changed,
        )

    def look(self, call: Call) -> Verdict:
        if not self.journal.knows(call):
            self.journal.learn(call, Cancellation())
        return self.journal.look(call)

    def entry(self, call: Call) -> Entry:
        verdict = self.look(call)
        assert isinstance(verdict, Entry)
        return verdict

    def refusal(self, call: Call) -> tuple[str, str | None]:
        verdict = self.look(call)
        assert isinstance(verdict, Refusal)
        return verdict.message, verdict.hint

    def run(
        self, call: Call, status: str = "ok", *, in_doubt: bool = False, kept: Kept | None = None
    ) -> Entry:
        entry = self.entry(call)
        self.journal.begin(entry)
        exit_status = None if status == "abandoned" else 0 if status == "ok" else 254
        self.journal.end(entry, Conclusion(status, exit_status, NOW, 0.25, in_doubt, kept))
        return entry


def call(command: str | Sequence[Word], written: str | None = None, **given: Any) -> Call:
    """Return the call of a command, `written` like that in the script."""
    words: Sequence[Word] = (
        [(word,) for word in shlex.split(command)] if isinstance(command, str) else command
    )
    texts = [text_of(word) for word in words]
    spot = given.pop("spot", Spot(tuple(texts if written is None else shlex.split(written))))
    argv = given.pop("argv", ("aws", *texts))
    return Call(words, given.pop("signer", None), argv, spot, given.pop("line", "a.aws:1"), **given)


def rows(path: Path) -> list[list[str]]:
    header, *lines = path.read_text().splitlines(keepends=True)
    assert header.encode() == HEADER
    return [line.rstrip("\n").split("\t") for line in lines]


def test_what_succeeded_is_not_run_again(start: Open, path: Path) -> None:
    commands = [call(f"put --name {name}") for name in "abc"]
    run = Running(start)
    for each in commands:
        run.run(each)

    again = Running(start, *(each.spot for each in commands))

    assert [again.look(each) for each in commands] == [Done()] * 3
    assert [row[0] for row in rows(path)] == ["1", "2", "3"]
    assert {row[1].partition(":")[0] for row in rows(path)} == {"ok"}
    assert len({row[1] for row in rows(path)}) == 3


def lose_notes(path: Path) -> None:
    """Take what was noted of the last command out of a state."""
    state = path.with_name(f"{path.name}.state")
    *lines, last = state.read_text().splitlines(keepends=True)
    assert '"begin"' in last
    state.write_text("".join(lines))


def test_what_has_a_row_is_done_though_what_was_noted_of_it_is_lost(
    start: Open, path: Path
) -> None:
    commands = [call("put a"), call("put b", "put <<b>>"), call("get a")]
    other, moved = call("put c", "put <<b>>"), call("put b", "put  c b")
    run = Running(start)
    for each in commands:
        run.run(each)
    lose_notes(path)
    spots = [each.spot for each in commands]

    assert Running(start, *spots).look(commands[1]) == Done()
    assert Running(start, commands[0].spot, moved.spot).look(moved) == Done()
    assert Running(start, *spots).refusal(other)[0] == (
        "an earlier run has made another change here: `aws put b` is done, and this is `aws put c`"
    )
    assert isinstance(Running(start, *spots).look(commands[2]), Entry)
    capturing = call("put b", "x = put <<b>>", is_captured=True)
    assert Running(start, capturing.spot).refusal(capturing)[0].endswith("its result is not known")


def test_a_doubt_of_which_nothing_else_is_noted_is_to_be_decided(start: Open, path: Path) -> None:
    run = Running(start)
    run.run(call("put a"))
    run.run(call("put b"), "abandoned", in_doubt=True)
    lose_notes(path)

    (doubt,) = Running(start).history.doubts

    assert (doubt.line, doubt.command) == ("Seq 2", "aws put b")


def test_a_read_is_not_what_writes_a_file_now(start: Open, tmp_path: Path) -> None:
    file = tmp_path / "all"
    file.touch()
    writing = call("get a", "get a > all", file=str(file))
    Running(start).run(call("get a"))
    assert isinstance(Running(start, writing.spot).look(writing), Entry)


def test_what_failed_is_run_again_with_its_number(start: Open, path: Path) -> None:
    one, other = call("put a"), call("put b")
    run = Running(start)
    run.run(one, "failed")
    run.run(other)

    again = Running(start, one.spot, other.spot)

    assert again.run(one).seq == 1
    assert again.look(other) == Done()
    assert again.entry(call("put c")).seq == 3
    assert [row[0] for row in rows(path)] == ["1", "2", "1"]


def test_a_command_that_an_ignore_expected_to_fail_is_done(start: Open) -> None:
    Running(start).run(call("put a"), "ignored")
    assert Running(start).look(call("put a")) == Done(is_ignored=True)


def test_what_reads_runs_again_and_has_a_row(start: Open, path: Path) -> None:
    for command in ("get a", "assume a"):
        entry = Running(start).run(call(command))
        assert not entry.is_noted
        assert entry.tokens is None
    assert [Running(start).run(call("get a")).is_noted] == [False]
    assert [row[0] for row in rows(path)] == ["1", "2", "3"]


def test_a_read_whose_output_is_in_a_file_is_not_run_again(start: Open, tmp_path: Path) -> None:
    file = tmp_path / "all"
    first = call("get a", "get a > all", file=str(file))
    second = call("get b", "get b >> all", file=str(file), appends=True)
    run = Running(start)
    for each in first, second:
        assert run.run(each).is_noted
        file.touch()

    again = Running(start)

    assert [again.look(each) for each in (first, second)] == [Done(), Done()]


def test_a_read_is_run_again_where_its_file_is_gone(start: Open, tmp_path: Path) -> None:
    file = tmp_path / "all"
    changing = call("put a", "put a >> all", file=str(file), appends=True)
    first = call("get a", "get a > all", file=str(file))
    second = call("get b", "get b >> all", file=str(file), appends=True)
    run = Running(start)
    for each in (changing, first, second):
        run.run(each)

    again = Running(start)

    assert again.look(changing) == Done()
    again.run(first)
    file.touch()
    # Else it would have the first half only.
    again.run(second)
    assert isinstance(Running(start).look(second), Done)


def test_a_read_that_failed_does_not_have_the_others_add_to_its_file_again(
    start: Open, tmp_path: Path
) -> None:
    file = tmp_path / "all"
    reads = [call(f"get {x}", "get <<x>> >> all", file=str(file), appends=True) for x in "ab"]
    run = Running(start)
    run.run(reads[0], "failed")
    file.touch()
    run.run(reads[1])

    again = Running(start)

    again.run(reads[0])
    assert again.look(reads[1]) == Done()


def test_a_moved_or_edited_line_keeps_what_it_has_done(start: Open) -> None:
    run = Running(start)
    run.run(call("put a"))
    run.run(call("put b"))
    in_loop = call([("put",), (Data("a"),)], "put <<name>>", rounds=(("a", 0),))
    spots = [Spot(("put", "<<name>>"), loops=1), Spot(("put", "b"))]

    again = Running(start, *spots)

    assert again.look(in_loop) == Done()
    assert again.look(call("put b")) == Done()
    # That of `put b` is of a line that is still there.
    assert isinstance(again.look(call([("put",), (Data("b"),)], "put <<name>>")), Entry)


def test_a_command_of_a_line_that_is_still_there_is_not_another_one(start: Open) -> None:
    Running(start).run(call("put a"))
    twice = [Spot(("put", "a")), Spot(("put", "a"), copy=1)]

    again = Running(start, *twice)

    assert isinstance(again.look(call("put a", spot=twice[1])), Entry)
    assert again.look(call("put a", spot=twice[0])) == Done()


def test_equal_commands_of_a_stream_are_each_done_once(start: Open) -> None:
    run = Running(start)
    run.run(call("put a", line="-:1"))
    run.run(call("put a", line="-:2"))

    again = Running(start)

    looks = [again.look(call("put a")) for _ in range(3)]
    assert looks[:2] == [Done(), Done()]
    assert isinstance(looks[2], Entry)


def test_in_a_stream_a_line_is_gone_until_it_comes(start: Open) -> None:
    run = Running(start)
    run.run(call("put a", "put a"))
    run.run(call("put b", "put b"))

    again = Running(start)

    assert again.look(call("put b", "put b")) == Done()
    assert again.look(call("put a", "put <<a>>")) == Done()


COUNTER = "ssm put-parameter --value <<n>>"


def test_another_change_in_the_place_of_a_done_one_is_refused(start: Open) -> None:
    Running(start).run(call("ssm put-parameter --value 6", COUNTER))
    other = call("ssm put-parameter --value 7", COUNTER)

    assert Running(start, other.spot).refusal(other) == (
        (
            "an earlier run has made another change here: `aws ssm put-parameter --value 6` is"
            " done, and this is `aws ssm put-parameter --value 7`"
        ),
        "`--resume=changed` sends it all the same; if what is done is enough, take this line out",
    )
    again = Running(start, other.spot, lets_changed=True)
    assert again.run(other).seq == 2
    assert Running(start, other.spot).look(other) == Done()


def test_another_change_than_the_one_to_be_sent_again_is_refused(start: Open) -> None:
    run = Running(start)
    run.journal.begin(run.entry(call("ssm put-parameter --value 6", COUNTER)))
    start().agree([1])
    other = call("ssm put-parameter --value 7", COUNTER)

    message, _ = Running(start, other.spot).refusal(other)
    assert message == (
        "an earlier run may have made another change here: `aws ssm put-parameter --value 6` is in"
        " doubt, and this is `aws ssm put-parameter --value 7`"
    )
    assert Running(start, other.spot, lets_changed=True).run(other).seq == 2
    assert Running(start, other.spot).look(other) == Done()


def test_a_change_that_had_failed_may_be_another_one(start: Open) -> None:
    Running(start).run(call("ssm put-parameter --value 6", COUNTER), "failed")
    other = call("ssm put-parameter --value 7", COUNTER)
    assert Running(start, other.spot).run(other).seq == 1


def test_files_on_this_machine_are_written_again_whatever_was_before(start: Open) -> None:
    Running(start).run(call("configure set a 1", "configure set a <<n>>"))
    other = call("configure set a 2", "configure set a <<n>>")
    again = Running(start, other.spot)
    assert again.look(call("configure set a 1", "configure set a <<n>>")) == Done()
    assert again.run(other, "abandoned", in_doubt=True).is_noted
    assert Running(start, other.spot).history.doubts == []


def test_a_corrected_file_is_another_change(start: Open, tmp_path: Path) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text("{}")
    command = call(f"iam put-user-policy --policy-document file://{policy}")
    Running(start).run(command)
    assert Running(start, command.spot).look(command) == Done()

    policy.write_text('{"Version": "2012-10-17"}')

    shown = f"`aws iam put-user-policy --policy-document file://{policy}`"
    assert Running(start, command.spot).refusal(command)[0] == (
        f"an earlier run has made another change here: {shown} is done,"
        " with another content of a file"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [("put a --region r1", "put a --region r2"), ("put a --profile p1", "put a --profile p2")],
)
def test_a_change_elsewhere_is_another_one(start: Open, before: str, after: str) -> None:
    Running(start).run(call(before, "put a"))
    assert isinstance(Running(start, Spot(("put", "a"))).look(call(after, "put a")), Refusal)


def test_what_is_not_seen_of_another_change_is_told(start: Open) -> None:
    def secret(value: str) -> Call:
        return call([("put",), (Data(value),)], "put <<v>>", argv=("aws", "put", "***"))

    Running(start).run(call("put a", signer=Keys("K1", "s")))
    Running(start).run(secret("one"))
    begun = "an earlier run has made another change here: "

    run = Running(start, secret("").spot, Spot(("put", "a")))

    assert run.refusal(call("put a", signer=Keys("K2", "s")))[0] == (
        f"{begun}`aws put a` is done, with another account, region, endpoint, profile or role"
    )
    assert run.refusal(secret("other"))[0] == (
        f"{begun}`aws put '***'` is done, with another value in the place of `***`"
    )


def test_whose_account_differs_is_told_though_the_commands_look_different(start: Open) -> None:
    first, again = (
        call("put a", signer=Keys(key, "s"), argv=("aws", "put", "a", "--profile", key))
        for key in ("K1", "K2")
    )
    Running(start).run(first)
    assert Running(start, again.spot).refusal(again)[0] == (
        "an earlier run has made another change here: `aws put a --profile K1` is done, and this is"
        " `aws put a --profile K2`, with another account, region, endpoint, profile or role"
    )


def test_a_row_has_a_mask_for_what_the_answer_told_to_be_a_secret(start: Open, path: Path) -> None:
    run = Running(start)
    words: list[Word] = [("put",), ("hunter2-Sw0rd",)]
    shown = ShownWords(words, CommandMask(run.runner.masked, run.secrets))
    entry = run.entry(call(words, argv=shown))
    run.journal.begin(entry)
    run.secrets.add(["hunter2-Sw0rd"])
    run.journal.end(entry, Conclusion("ok", 0, NOW, 0.25, in_doubt=False))
    assert [row[8] for row in rows(path)] == ["false 'aws put '\"'\"'***'\"'\"''"]


def test_a_long_change_is_told_in_part(start: Open) -> None:
    def long(value: str) -> Call:
        return call([("put",), ("x" * 300,), (Data(value),)], "put <<v>>")

    Running(start).run(long("1"))
    message, _ = Running(start, long("").spot).refusal(long("2"))
    assert len(message) < 700


class InRegion(FakeRunner):
    """A runner whose environment has a region, for commands that choose none."""

    def target(self, words: Sequence[Word], **_: object) -> Target:
        given = {option: text_of(value) for (option, *_), value in pairwise(words)}
        return Target("1", given.get("--region", "r"))


class Signed(FakeRunner):
    """A runner of which nobody is asked for an account that is known, or that AWS does not tell."""

    def __init__(self, account: str | None) -> None:
        super().__init__()
        self.account = account
        self.questions = 0

    def target(
        self, *_: object, knows: Callable[[str], bool] | None = None, **__: object
    ) -> Target:
        if knows is not None and knows("K1"):
            return Target(access_key="K1")
        self.questions += 1
        return Target(self.account, access_key="K1", unknown_account="no answer")


def test_an_account_that_was_not_told_then_makes_no_other_change(start: Open, path: Path) -> None:
    Running(start, runner=Signed(None)).run(call("put a"))
    answering = Signed("1")
    again = Running(start, Spot(("put", "a")), runner=answering)
    assert again.look(call("put a")) == Done()
    assert answering.questions == 0
    assert "K1" not in path.with_name("run.log.state").read_text()


def test_an_account_is_asked_for_once_in_all_runs(start: Open) -> None:
    for name in "abc":
        runner = Signed("1" if name == "a" else None)
        Running(start, runner=runner).run(call(f"put {name}"))
        assert runner.questions == (name == "a")
    assert Running(start, runner=Signed(None)).look(call("put a")) == Done()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("put a", "put a --region r"),
        ("put a --region r", "put a"),
        ("put a --region=r", "put --reg r a"),
        ("put a", "put a --cli-read-timeout 120 --region r"),
    ],
)
def test_how_a_region_was_chosen_makes_no_other_change(
    start: Open, path: Path, before: str, after: str
) -> None:
    Running(start, runner=InRegion()).run(call(before, "put a"))
    again = Running(start, Spot(("put", "a")), runner=InRegion())
    assert isinstance(again.look(call(f"{after} --region q", "put a")), Refusal)
    assert again.look(call(after, "put a")) == Done()
    assert [row[8] for row in rows(path)] == [f"aws {before}"]


def test_the_result_of_a_change_is_kept(start: Open) -> None:
    making = call("create-bucket", "x = create-bucket", is_captured=True)
    Running(start).run(making, kept=Kept({"Name": "b", "Sizes": [1, 2.5, None]}))
    assert Running(start).look(making) == Done({"Name": "b", "Sizes": [1, 2.5, None]})


AGAIN = (
    "undo it, and remove the row with Seq 1 from the log:"
    " then `--resume --in-doubt again` runs it anew"
)


def test_a_result_that_held_a_secret_is_not_there(start: Open) -> None:
    making = call("iam create-access-key", "key = iam create-access-key", is_captured=True)
    key = {
        "AccessKey": {
            "AccessKeyId": "AKIA1",
            "SecretAccessKey": "***",
            "Status": None,
            "UserName": "x",
            "Uses": [1, True],
        }
    }
    Running(start).run(making, kept=Kept(key, is_whole=False))
    assert Running(start).refusal(making) == (
        (
            "this is done, and its result is not in the log, since it held a secret:"
            " AccessKeyId: AKIA1, UserName: x, Uses: 1, Uses: true"
        ),
        AGAIN,
    )


@pytest.mark.parametrize("value", ["***", ["***"], {"a": "x" * 100}, {"a": "b\n"}])
def test_of_a_result_without_anything_to_tell_nothing_is_told(start: Open, value: object) -> None:
    making = call("iam make", is_captured=True)
    Running(start).run(making, kept=Kept(value, is_whole=False))
    message = "this is done, and its result is not in the log, since it held a secret"
    assert Running(start).refusal(making) == (message, AGAIN)


def test_of_a_large_result_the_first_values_are_told(start: Open) -> None:
    making = call("iam make", is_captured=True)
    Running(start).run(making, kept=Kept([*range(9)], is_whole=False))
    message, _ = Running(start).refusal(making)
    assert message.endswith("a secret: 0, 1, 2, 3, 4, 5, …")


def test_a_result_that_nobody_wanted_then_is_not_known(start: Open) -> None:
    Running(start).run(call("iam make"))
    capturing = call("iam make", "x = iam make", is_captured=True)
    assert Running(start).refusal(capturing) == (
        "this is done, and its result is not known",
        AGAIN,
    )


def tokens(entry: Entry) -> list[str]:
    assert entry.tokens is not None
    entry.tokens.begin_attempt()
    return [entry.tokens.take() for _ in range(2)]


def test_a_command_in_doubt_has_the_same_tokens(start: Open) -> None:
    making = call("create it")
    run = Running(start)
    first = run.entry(making)
    run.journal.begin(first)

    again = Running(start)

    assert again.history.doubts == []
    assert tokens(again.run(making, "abandoned", in_doubt=True)) == tokens(first)
    assert tokens(Running(start).entry(making)) == tokens(first)


def test_a_command_that_failed_has_others(start: Open) -> None:
    making = call("create it")
    found = [tokens(Running(start).run(making, "failed")) for _ in range(3)]
    assert len({*map(tuple, found)}) == 3


def test_a_command_in_doubt_that_fails_now_has_the_same_tokens_once_more(
    start: Open, path: Path
) -> None:
    making = call("create it")
    run = Running(start)
    first = run.entry(making)
    run.journal.begin(first)
    for _ in range(2):
        assert tokens(Running(start).run(making, "failed")) == tokens(first)
    assert [row[1].partition(":")[0] for row in rows(path)] == ["doubt", "doubt"]
    assert tokens(Running(start).run(making)) == tokens(first)
    assert Running(start).look(making) == Done()


def test_each_command_has_tokens_of_its_own(start: Open) -> None:
    run = Running(start)
    found = [tokens(run.run(call("create it"))) for _ in range(3)]
    assert len({*map(tuple, found)}) == 3


def test_what_takes_no_token_has_none(start: Open) -> None:
    run = Running(start)
    assert run.entry(call("put it")).tokens is None


def test_a_change_that_takes_no_token_is_in_doubt_until_it_is_decided(start: Open) -> None:
    run = Running(start)
    run.journal.begin(run.entry(call("put it", line="a.aws:7")))

    (doubt,) = Running(start).history.doubts

    assert (doubt.seq, doubt.line, doubt.command) == (1, "a.aws:7", "aws put it")


def signed(signer: Signer | None, *argv: str) -> Call:
    return call("put it", signer=signer, argv=argv or ("aws", "put", "it"))


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (signed(None), "aws put it"),
        (signed(None, "aws", "put", "a\tb\n"), "aws put $'a\\tb\\n'"),
        (signed(None, "aws", "put", "***"), "false 'aws put '\"'\"'***'\"'\"''"),
        (
            signed(Keys("K", "s"), "aws", "put", "--credentials", "K"),
            "false 'aws put --credentials K'",
        ),
        (
            signed(Role("arn:1", "s"), "aws", "put", "--role-arn", "arn:1"),
            "false 'aws put --role-arn arn:1'",
        ),
    ],
)
def test_what_no_other_tool_can_run_as_it_was_is_false(
    start: Open, path: Path, command: Call, shown: str
) -> None:
    Running(start).run(command)
    assert rows(path)[0][8] == shown


def test_a_finally_is_noted_once(start: Open) -> None:
    run = Running(start)
    run.journal.begin_finally("a.aws", lambda: Finished({"x": 1}, is_whole=True))
    assert run.journal.finished("a.aws") is None

    again = Running(start)
    again.journal.begin_finally("a.aws", lambda: Finished({"x": 2}))

    for _ in range(2):
        assert Running(start).journal.finished("a.aws") == Finished({"x": 1}, is_whole=True)


def test_a_command_of_which_nothing_was_asked_is_looked_at_all_the_same(start: Open) -> None:
    assert isinstance(Running(start).journal.look(call("put it")), Entry)


def test_what_was_looked_at_leaves_nothing_behind(start: Open) -> None:
    run = Running(start)
    for number in range(50):
        run.run(call(f"put {number}"))
    assert run.journal._learned == {}
    assert run.journal._current == set()


def test_a_line_of_a_file_is_there_until_the_file_begins_anew(start: Open, tmp_path: Path) -> None:
    first, second = (
        Line(str(tmp_path / "f"), text, appends=appends)
        for text, appends in (("a", False), ("b", True))
    )
    journal = Running(start).journal
    for line in (first, second):
        assert not journal.has(line)
        (tmp_path / "f").touch()
        journal.add(line)

    journal = Running(start).journal
    assert [journal.has(line) for line in (first, second, second)] == [True, True, False]
    journal = Running(start).journal
    assert not journal.has(Line(first.file, "other", appends=False))
    assert not journal.has(second)
    (tmp_path / "f").unlink()
    journal = Running(start).journal
    assert [journal.has(line) for line in (first, second)] == [False, False]
