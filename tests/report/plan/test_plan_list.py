import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from awsbatch.contract.effect import Effect
from awsbatch.contract.word import Unknown
from awsbatch.event import Cause, EndedEarly, Event, Status
from awsbatch.fault.error import FailedError
from awsbatch.fault.style import Style, Styled
from awsbatch.output.spool import Store
from awsbatch.report.plan.plan_list import PlanList
from tests.report.event import ended, failed, give, place, planned, skipped, undecided

CREATE = "aws ec2 create-tags --resources '<<vpc.Vpc.VpcId>>' --tags Key=a,Value=b"


EVIL = "b\ntouch bad\r\ntouch bad\x85\u2028touch bad"


def _of(argv: tuple[str, ...]) -> Event:
    return replace(planned(), argv=argv)


def test_commands_stand_below_where_they_go_in_the_order_of_the_script() -> None:
    text = _text(
        planned("aws logs delete-log-group --log-group-name a"),
        planned("aws logs delete-log-group --log-group-name b", region="eu-west-1"),
        planned("aws logs delete-log-group --log-group-name c", account="444455556666"),
        ended(),
        planned("aws logs delete-log-group --log-group-name d"),
    )

    assert text == (
        "# account 111122223333, us-east-1\n"
        "aws logs delete-log-group --log-group-name a\n"
        "aws logs delete-log-group --log-group-name d\n"
        "\n"
        "# account 111122223333, eu-west-1\n"
        "aws logs delete-log-group --log-group-name b\n"
        "\n"
        "# account 444455556666, us-east-1\n"
        "aws logs delete-log-group --log-group-name c\n"
        "\n"
        "# 4 changes:\n"
        "#   logs delete-log-group 4 in 2 accounts, 2 regions"
    )


def test_a_plan_of_nothing_says_so() -> None:
    assert _text(ended(), ended()) == "# no change is planned"


def test_the_profile_is_told_and_who_else_signs_where_the_place_does_not_tell_it() -> None:
    line = "aws sqs delete-queue --queue-url u"
    role = "arn:aws:iam::111122223333:role/audit"

    text = _text(
        planned(line, profile="one"),
        planned(line, signer=role),
        planned(line, signer="AKIA0"),
        planned(line, account="444455556666", profile="two"),
        planned(line, account="777788889999", signer=role),
        planned(line, account=None, region="eu-west-1", signer="<<role.Credentials>>"),
        planned(line, account=None, region="eu-west-2", signer="AKIA1"),
        planned(line, account="0" * 12, endpoint="http://localhost:4566"),
        planned("aws configure set region eu-west-1", effect=Effect.LOCAL_WRITES, account=None,
                region=None, profile="two"),
    )  # fmt: skip

    assert [each for each in text.splitlines() if each[:3] not in ("aws", "")] == [
        "# account 111122223333, us-east-1, profile one",
        f"# account 111122223333, us-east-1, role {role}",
        "# account 111122223333, us-east-1, key AKIA0",
        "# account 444455556666, us-east-1, profile two",
        "# account 777788889999, us-east-1",
        "# account not known, eu-west-1, signed by <<role.Credentials>>",
        "# account not known, eu-west-2, key AKIA1",
        "# account 000000000000, us-east-1, http://localhost:4566",
        "# this machine, profile two",
        "# local writes:",
        "# 8 changes:",
        "#   sqs delete-queue 8 in 4 accounts or more, 3 regions",
        "# 1 local write:",
        "#   configure set 1",
    ]


def test_a_region_that_nobody_was_asked_for_is_that_of_the_words() -> None:
    line = "aws logs x --region eu-west-1"
    unknown = planned("aws logs x --region '<<vpc.Region>>'", region=None)
    assert unknown.step is not None
    words = (*unknown.step.words[:-1], (Unknown("<<vpc.Region>>"),))

    text = _text(
        planned(line, region=None, account=None, signer="<<role.Arn>>"),
        planned("aws iam x --region eu-west-1", region=None),
        replace(unknown, step=replace(unknown.step, words=words)),
    )

    assert [line for line in text.splitlines() if line.startswith("# account")] == [
        "# account not known, eu-west-1, signed by <<role.Arn>>",
        "# account 111122223333",
        "# account 111122223333, <<vpc.Region>>",
    ]


def test_why_an_account_is_not_known_is_told_once() -> None:
    event = planned(account=None)
    assert event.step is not None
    places = [
        replace(event.step.target, unknown_account=why)
        for why in ("there are no\ncredentials", "b")
    ]

    text = _text(*(replace(event, step=replace(event.step, target=each)) for each in places))

    assert text.splitlines()[0] == ("# account not known (there are no credentials), us-east-1")
    assert text.count("# account") == 1


def test_what_is_no_change_has_a_line_above_it() -> None:
    text = _text(
        planned("aws sqs receive-message --queue-url u", effect=Effect.TAKES),
        planned("aws sqs delete-message --queue-url u"),
        planned("aws s3api get-object --bucket b --key k k.txt", effect=Effect.LOCAL_WRITES),
        planned("aws s3api get-object --bucket b --key l l.txt", effect=Effect.LOCAL_WRITES),
        planned("aws ec2 wait vpc-available --vpc-ids '<<id>>'", effect=Effect.READS),
        planned("aws sts assume-role --role-arn '<<arn>>'", effect=Effect.CREDENTIALS),
    )

    assert text == (
        "# account 111122223333, us-east-1\n"
        "# takes:\n"
        "aws sqs receive-message --queue-url u\n"
        "# changes:\n"
        "aws sqs delete-message --queue-url u\n"
        "# local writes:\n"
        "aws s3api get-object --bucket b --key k k.txt\n"
        "aws s3api get-object --bucket b --key l l.txt\n"
        "# reads not made:\n"
        "aws ec2 wait vpc-available --vpc-ids '<<id>>'\n"
        "aws sts assume-role --role-arn '<<arn>>'\n"
        "\n"
        "# 1 change:\n"
        "#   sqs delete-message 1 in account 111122223333, us-east-1\n"
        "# 1 take:\n"
        "#   sqs receive-message 1 in account 111122223333, us-east-1\n"
        "# 2 local writes:\n"
        "#   s3api get-object 2 in account 111122223333, us-east-1\n"
        "# 2 reads not made:\n"
        "#   ec2 wait vpc-available 1 in account 111122223333, us-east-1\n"
        "#   sts assume-role 1 in account 111122223333, us-east-1"
    )


def test_a_redirect_is_part_of_the_line() -> None:
    text = _text(
        planned("aws ec2 describe-vpcs", effect=Effect.LOCAL_WRITES, file="a b.json"),
        planned("aws ec2 create-vpc", file="<<name>>.json", appends=True),
    )

    assert "\naws ec2 describe-vpcs > 'a b.json'\n" in text
    assert "\naws ec2 create-vpc >> '<<name>>.json'\n" in text


def test_the_length_of_a_list_stands_before_its_command_and_in_the_counts() -> None:
    ids = [f"i-{number}" for number in range(500)]
    line = " ".join(["aws ec2 terminate-instances --instance-ids", *ids])
    text = _text(planned(line), planned(line))

    assert text == (
        "# account 111122223333, us-east-1\n"
        f"# 500 values of --instance-ids\n{line}\n"
        f"# 500 values of --instance-ids\n{line}\n"
        "\n"
        "# 2 changes:\n"
        "#   ec2 terminate-instances 2 in account 111122223333, us-east-1,"
        " with 1000 values of --instance-ids"
    )


def test_a_block_that_is_open_is_told_of_around_its_commands() -> None:
    text = _text(
        planned("aws ec2 create-vpc"),
        undecided("if <<vpc.Vpc.IsDefault>>"),
        planned(CREATE, depth=1),
        undecided("for id in <<vpc.Ids>>", depth=1),
        planned("aws ec2 delete-tags --resources '<<id>>'", depth=2),
        planned("aws ec2 delete-vpc --vpc-id '<<id>>'", depth=2),
        planned("aws ec2 delete-subnet --subnet-id s", depth=1),
        planned("aws ec2 create-subnet"),
    )

    assert text == (
        "# account 111122223333, us-east-1\n"
        "aws ec2 create-vpc\n"
        "# if <<vpc.Vpc.IsDefault>>: perhaps\n"
        "aws ec2 create-tags --resources '<<vpc.Vpc.VpcId>>' --tags Key=a,Value=b\n"
        "# for id in <<vpc.Ids>>: 1 or more rounds, perhaps none\n"
        "aws ec2 delete-tags --resources '<<id>>'\n"
        "aws ec2 delete-vpc --vpc-id '<<id>>'\n"
        "# end\n"
        "aws ec2 delete-subnet --subnet-id s\n"
        "# end\n"
        "aws ec2 create-subnet\n"
        "\n"
        "# 2 changes:\n"
        "#   ec2 create-vpc 1 in account 111122223333, us-east-1\n"
        "#   ec2 create-subnet 1 in account 111122223333, us-east-1\n"
        "# 4 or more changes, perhaps none:\n"
        "#   ec2 create-tags 1 or more in account 111122223333, us-east-1\n"
        "#   ec2 delete-tags 1 or more in account 111122223333, us-east-1\n"
        "#   ec2 delete-vpc 1 or more in account 111122223333, us-east-1\n"
        "#   ec2 delete-subnet 1 or more in account 111122223333, us-east-1"
    )


def test_a_block_over_several_places_is_told_of_in_each() -> None:
    line = "aws sqs delete-queue --queue-url '<<url>>'"
    text = _text(
        undecided("for url in <<urls>>"),
        planned(line, depth=1),
        planned(line, depth=1, region="eu-west-1"),
        planned(line, depth=1),
        undecided("for url in <<others>>"),
        planned(line, depth=1, region="eu-west-1"),
    )

    first, second, _ = text.split("\n\n")
    assert first == (
        "# account 111122223333, us-east-1\n"
        "# for url in <<urls>>: 1 or more rounds, perhaps none\n"
        f"{line}\n{line}\n"
        "# end"
    )
    assert second == (
        "# account 111122223333, eu-west-1\n"
        "# for url in <<urls>>: 1 or more rounds, perhaps none\n"
        f"{line}\n"
        "# end\n"
        "# for url in <<others>>: 1 or more rounds, perhaps none\n"
        f"{line}\n"
        "# end"
    )


def test_statements_that_nobody_can_decide_are_told_of_where_they_stand() -> None:
    text = _text(
        undecided("assert <<vpc.State == 'available'>>"),
        undecided("if <<vpc.a>>"),
        undecided("print <<vpc.b>> > out.txt", depth=1),
        planned("aws ec2 create-subnet"),
        undecided("while <<vpc.c>>"),
    )

    assert text.split("\n\n")[0] == (
        "# account 111122223333, us-east-1\n"
        "# assert <<vpc.State == 'available'>>\n"
        "# if <<vpc.a>>: perhaps\n"
        "# print <<vpc.b>> > out.txt\n"
        "# end\n"
        "aws ec2 create-subnet\n"
        "# while <<vpc.c>>: 1 or more rounds, perhaps none\n"
        "# end"
    )


def test_statements_are_told_of_though_there_is_no_command() -> None:
    assert _text(undecided("fail <<text>>")) == "# fail <<text>>\n# no change is planned"


def test_a_round_of_a_known_loop_closes_what_was_open_in_the_one_before() -> None:
    text = _text(
        *[
            event
            for _ in range(2)
            for event in (
                undecided("if <<a>>"),
                planned("aws x y", depth=1),
            )
        ]
    )

    assert text.split("\n\n")[0] == (
        "# account 111122223333, us-east-1\n"
        "# if <<a>>: perhaps\naws x y\n# end\n"
        "# if <<a>>: perhaps\naws x y\n# end"
    )


def test_each_branch_has_what_is_in_it() -> None:
    text = _text(
        undecided("if <<a>>"),
        undecided("fail <<b>>", depth=1),
        undecided("else if <<c>>"),
        planned("aws x y", depth=1),
        undecided("else"),
        undecided("parallel for d in <<e>>", depth=1),
        planned("aws x z", depth=2),
    )

    assert text.split("\n\n")[0] == (
        "# account 111122223333, us-east-1\n"
        "# if <<a>>: perhaps\n"
        "# fail <<b>>\n"
        "# end\n"
        "# else if <<c>>: perhaps\n"
        "aws x y\n"
        "# end\n"
        "# else: perhaps\n"
        "# parallel for d in <<e>>: 1 or more rounds, perhaps none\n"
        "aws x z\n"
        "# end\n"
        "# end"
    )


def test_a_command_that_a_loop_asks_again_may_run_more_than_once() -> None:
    ask = "aws sqs receive-message --queue-url u"
    text = _text(
        planned(ask, effect=Effect.TAKES, is_open=True),
        undecided(f"while got = {ask}"),
        planned("aws sqs delete-message", depth=1),
    )

    assert text.split("\n\n")[0] == (
        "# account 111122223333, us-east-1\n"
        f"# 1 or more:\n# takes:\n{ask}\n"
        f"# while got = {ask}: 1 or more rounds, perhaps none\n"
        "# changes:\naws sqs delete-message\n# end"
    )


def test_control_characters_of_a_statement_are_not_those_of_the_terminal() -> None:
    assert _text(undecided("fail \x1b[2J a\nb")).startswith("# fail \\x1b[2J a b\n")


@pytest.mark.parametrize(
    "events",
    [
        [planned(region=EVIL)],
        [planned(profile=EVIL)],
        [planned(endpoint=EVIL)],
        [planned(account=None, signer=EVIL)],
        [undecided(f"if <<x == '{EVIL}'>>"), planned(depth=1)],
        [planned(), undecided(f"assert <<x == '{EVIL}'>>")],
        [_of(("aws", "s3", "x", "--delete", json.dumps({EVIL: [*range(20)]})))],
    ],
)
def test_what_is_no_command_is_a_comment_whatever_is_in_it(events: list[Event]) -> None:
    lines = _text(*events).splitlines()

    assert [line for line in lines if line and not line.startswith("#")] == [
        line for line in lines if line.startswith("aws ")
    ]
    assert any("touch bad" in line for line in lines)


@pytest.mark.parametrize(
    ("cause", "line"),
    [
        (Cause.INTERRUPTED, "# not complete: the run was interrupted"),
        (Cause.GAVE_UP, "# not complete: the run gave up, because all failed alike from"),
        (Cause.FAIL, "# ends early: the `fail` at cleanup.aws:12 ended the run"),
        (Cause.GUARD, "# ends early: the `assert` at cleanup.aws:12 ended the run"),
    ],
)
def test_a_plan_that_ends_early_says_so(cause: Cause, line: str) -> None:
    text = _text(planned(), EndedEarly(cause, place()))

    assert text.splitlines()[-1].startswith(line)


def test_a_plan_that_lacks_what_failed_says_so() -> None:
    text = _text(planned(), failed(), skipped(), skipped())

    assert text.splitlines()[-1] == "# not complete: 1 failed, 2 skipped"


@pytest.mark.parametrize("event", [planned(), ended()])
def test_a_plan_may_be_shown_twice(event: Event) -> None:
    plan = PlanList()
    give(plan, event, undecided("fail <<a>>"))

    assert [*map(str, plan.lines())] == [*map(str, plan.lines())]


def test_only_headings_are_in_colour() -> None:
    plan = PlanList()
    give(plan, planned(), undecided("fail <<a>>"))

    assert [str(text) for text in plan.lines() if isinstance(text, Styled)] == [
        "# account 111122223333, us-east-1",
        "# 1 change:",
    ]
    styles = {part[1] for text in plan.lines() if isinstance(text, Styled) for part in text.parts}
    assert styles == {Style.HEADING}


def test_a_full_disk_is_told_of_once_memory_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_store: Store, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, "write", full)
    plan = PlanList()
    plan.take(planned())

    with pytest.raises(FailedError, match="cannot keep the plan: no space left on device"):
        give(plan, *[planned() for _ in range(1000)])


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_a_shell_takes_the_lines_as_they_are_meant(tmp_path: Path) -> None:
    argvs = [
        ("aws", "logs", "delete-log-group", "--log-group-name", "***"),
        ("aws", "ec2", "x", "--vpc-id", "<<vpc.Vpc.VpcId>>", "--a", "<<b['c'] || `d`>>"),
        ("aws", "iam", "x", "--doc", '{\n\t"a": "it\'s $HOME `x` \\"!\\" \\n"\n}'),
        ("aws", "sns", "x", "--message", "", "#", "a#b", "~", "*", "é\u202e", "\x1b", "caf\udce9"),
        ("aws", "ec2", "x", "--ids", *(f"i-{number}" for number in range(500))),
        ("aws", "ssm", "x", "--names=a b", "--value", "-v", "=", "!!", "a;b", "a&b", "(a)", "{,}"),
    ]  # fmt: skip
    plan = PlanList()
    give(plan, undecided("for x in <<$(touch bad) `touch bad`>>"))
    give(plan, *[_of(argv) for argv in argvs])
    script = tmp_path / "plan.sh"
    script.write_bytes("\n".join(map(str, plan.lines())).encode(errors="surrogateescape"))
    tool = tmp_path / "aws"
    tool.write_text('#!/bin/sh\nprintf "%s\\0" aws "$@" >> "$0.log"; echo >> "$0.log"\n')
    tool.chmod(0o755)

    subprocess.run(["bash", "-n", script], check=True)  # noqa: S607 (any bash will do)
    subprocess.run(
        ["bash", script],  # noqa: S607 (any bash will do)
        check=True,
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )

    commands = script.read_bytes().splitlines()
    assert len([line for line in commands if line.startswith(b"aws ")]) == len(argvs)
    told = (tmp_path / "aws.log").read_bytes().split(b"\0\n")[:-1]
    assert [tuple(os.fsdecode(line).split("\0")) for line in told] == argvs
    assert sorted(path.name for path in tmp_path.iterdir()) == ["aws", "aws.log", "plan.sh"]


def test_counts_for_a_program_are_by_operation_account_and_region() -> None:
    plan = PlanList()
    give(plan, planned(), planned(), planned(region="eu-west-1"), planned(is_open=True))
    give(
        plan,
        planned("aws configure set a b", effect=Effect.LOCAL_WRITES, account=None, region=None),
    )

    rows = plan.count.fields()

    assert [tuple(row.values()) for row in rows] == [
        ("changes", "logs", "delete-log-group", "111122223333", "us-east-1", False, 2),
        ("changes", "logs", "delete-log-group", "111122223333", "eu-west-1", False, 1),
        ("changes", "logs", "delete-log-group", "111122223333", "us-east-1", True, 1),
        ("local writes", "configure", "set", None, None, False, 1),
    ]
    assert json.loads(json.dumps(rows)) == rows


def test_what_did_not_run_for_another_reason_is_in_no_plan() -> None:
    assert "delete" not in _text(ended(Status.SKIPPED, None), failed())


def _text(*events: Event) -> str:
    plan = PlanList()
    give(plan, *events)
    return "\n".join(map(str, plan.lines()))
