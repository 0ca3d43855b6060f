from dataclasses import replace

import pytest

from awsbatch.contract.loop_value import LoopValue
from awsbatch.contract.outcome import Failure
from awsbatch.event import (
    Blame,
    Known,
    Printed,
    Retrying,
    Status,
)
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.report.console import Console
from awsbatch.report.message import Messages, Trace
from awsbatch.report.paint import ColorChoice
from tests.report.event import (
    ARGV,
    LINE,
    LOCAL_NOON,
    NOON,
    done,
    ended,
    failed,
    give,
    ignored,
    incomplete,
    partial,
    place,
    planned,
    refused,
    skipped,
    spool,
    started,
)
from tests.report.terminal import Files


def test_what_is_partial_and_its_hint_are_coloured(files: Files) -> None:
    stdout, stderr = files.descriptors
    console = Console(stdout=stdout, stderr=stderr, color=ColorChoice.ALWAYS)

    give(Messages(console), partial())

    assert "cleanup.aws:12: \x1b[1;31mpartial:\x1b[0m `Errors` of the answer" in files.stderr
    assert "\n  \x1b[36m`@ignore=Partial` before a command says" in files.stderr


def test_a_success_is_not_told(console: Console, files: Files) -> None:
    give(Messages(console), Known(1), started(), ended(), Printed(place(), "text"))

    assert files.stderr == ""


def test_a_failure_is_told_so_that_it_can_be_pasted_into_a_shell(
    console: Console, files: Files
) -> None:
    argv = ("aws", "sns", "publish", "--message", "it's\ntwo lines", "--subject", "")

    give(Messages(console), started(argv=argv), replace(failed(), argv=argv))

    assert files.stderr == (
        "cleanup.aws:12: exit 254: aws sns publish --message 'it'\"'\"'s\ntwo lines' --subject ''\n"
    )


def test_a_failure_tells_its_request_id(console: Console, files: Files) -> None:
    failure = Failure("AccessDenied", "no (AccessDenied)", "42-a")

    give(Messages(console), replace(failed(), failure=failure))

    assert files.stderr == f"cleanup.aws:12: exit 254: {LINE}\n  request id 42-a\n"


@pytest.mark.parametrize(
    ("failure", "note"),
    [
        (Failure("404", "(404): Not Found"), "  its code for `@ignore` is `404`\n"),
        (
            Failure("NoSuchKey", "not there", "1", names_code=False),
            "  its code for `@ignore` is `NoSuchKey`; request id 1\n",
        ),
        (Failure("Usage", "which option?", local=True, names_code=False), ""),
        (Failure("Timeout", "given up after 1 second"), ""),
    ],
)
def test_a_failure_tells_its_code_where_the_aws_cli_does_not(
    failure: Failure, note: str, console: Console, files: Files
) -> None:
    give(Messages(console), replace(failed(), failure=failure))

    assert files.stderr == f"cleanup.aws:12: exit 254: {LINE}\n{note}"


def test_a_wait_that_took_too_long_tells_how_to_wait_longer(console: Console, files: Files) -> None:
    argv = ("aws", "ec2", "wait", "instance-running", "--instance-ids", "i-1")
    failure = Failure("WaiterError", "Waiter InstanceRunning failed: Max attempts exceeded")

    give(Messages(console), replace(failed(), argv=argv, failure=failure))

    assert files.stderr == (
        "cleanup.aws:12: exit 254: aws ec2 wait instance-running --instance-ids i-1\n"
        "  `@retry=3:WaiterError` before `ec2 wait instance-running`"
        " waits up to four times as long\n"
    )


def test_a_long_command_is_cut_to_what_tells_and_whole_in_verbose(
    console: Console, files: Files
) -> None:
    ids = [f"i-{number}" for number in range(300)]
    event = replace(
        failed(),
        argv=("aws", "ec2", "stop-instances", "--instance-ids", *ids, "--region", "eu-west-1"),
        values=(LoopValue("region", "eu-west-1"), LoopValue("id", "i-7")),
    )

    give(Messages(console), event)
    give(Messages(console, verbose=True), event)

    assert files.stderr == (
        "cleanup.aws:12: exit 254: aws ec2 stop-instances"
        " --instance-ids i-7 … (300 values) --region eu-west-1\n"
        f"{LOCAL_NOON} cleanup.aws:12 (region=eu-west-1, id=i-7): exit 254 in 0.25 s:"
        f" aws ec2 stop-instances --instance-ids {' '.join(ids)} --region eu-west-1\n"
    )


def test_verbose_tells_the_request_id_of_a_success(console: Console, files: Files) -> None:
    give(Messages(console, verbose=True), replace(ended(), request_id="42"))

    assert files.stderr == f"{LOCAL_NOON} cleanup.aws:12: exit 0 in 0.25 s, request id 42\n"


def test_verbose_says_of_a_planned_command_that_it_was_not_run(
    console: Console, files: Files
) -> None:
    give(Messages(console), planned())
    give(Messages(console, verbose=True), planned(), planned(is_open=True))

    assert files.stderr == (
        f"{LOCAL_NOON} cleanup.aws:12: planned, not run\n"
        f"{LOCAL_NOON} cleanup.aws:12: planned, not run, to run any number of times or not at all\n"
    )


def test_verbose_says_of_a_command_that_it_was_done_before(console: Console, files: Files) -> None:
    give(Messages(console), done())
    give(Messages(console, verbose=True), done())

    assert files.stderr == f"{LOCAL_NOON} cleanup.aws:12: done before: {LINE}\n"


def test_a_fault_that_each_round_repeats_is_shown_once_and_counted(
    console: Console, files: Files
) -> None:
    faults = [replace(failed(), error=ScriptError("`a` is null"))] * 101
    other = replace(failed(13), error=ScriptError("`b` is null"))

    give(Messages(console), *faults, other)

    assert _without_excerpts(files.stderr) == [
        "error: `a` is null",
        "cleanup.aws:12: the same fault, met 2 times",
        "cleanup.aws:12: the same fault, met 10 times",
        "cleanup.aws:12: the same fault, met 100 times",
        "error: `b` is null",
    ]


def test_a_fault_with_another_value_in_each_round_is_one_line_in_each_but_the_first(
    console: Console, files: Files
) -> None:
    faults = [replace(failed(), error=ScriptError(f"`{x}` is no region")) for x in "abb"]

    give(Messages(console), *faults)

    assert _without_excerpts(files.stderr) == [
        "error: `a` is no region",
        "cleanup.aws:12: `b` is no region",
        "cleanup.aws:12: the same fault, met 2 times",
    ]


def test_verbose_tells_of_each_round_that_meets_a_fault(console: Console, files: Files) -> None:
    faults = [
        replace(failed(), error=ScriptError("`a` is null"), values=(LoopValue("x", x),))
        for x in "abc"
    ]

    give(Messages(console, verbose=True), *faults)

    assert files.stderr.splitlines()[-2:] == [
        f"{LOCAL_NOON} cleanup.aws:12 (x=b): the same fault, met 2 times",
        f"{LOCAL_NOON} cleanup.aws:12 (x=c): the same fault, met 3 times",
    ]


def test_a_failure_tells_how_often_it_was_tried(console: Console, files: Files) -> None:
    give(Messages(console), replace(failed(), attempts=3))

    assert files.stderr == (
        "cleanup.aws:12: exit 254 after 3 attempts:"
        " aws logs delete-log-group --log-group-name old\n"
    )


def test_what_was_done_in_part_is_told_with_the_first_entries(
    console: Console, files: Files
) -> None:
    give(Messages(console), partial())

    assert files.stderr == (
        "cleanup.aws:12: partial: `Errors` of the answer has 2 failures:"
        " aws logs delete-log-group --log-group-name old\n"
        "  AccessDenied: Access Denied (a)\n"
        "  `@ignore=Partial` before a command says that the script looks after it\n"
    )


def test_what_to_write_is_said_once(console: Console, files: Files) -> None:
    give(Messages(console), partial(), partial())

    assert files.stderr.count("cleanup.aws:12: partial: ") == 2
    assert files.stderr.count("@ignore=Partial") == 1


def test_what_could_not_be_read_is_a_warning(console: Console, files: Files) -> None:
    give(Messages(console), incomplete())

    assert files.stderr == (
        "cleanup.aws:12: warning: the answer is incomplete: `InvalidParameters` has 1 entry:"
        " aws logs delete-log-group --log-group-name old\n"
        "  a\n"
    )


def test_what_the_script_looks_after_is_not_told_but_with_verbose(
    console: Console, files: Files
) -> None:
    event = replace(partial(), status=Status.IGNORED)

    give(Messages(console), event)
    assert files.stderr == ""
    give(Messages(console, verbose=True), event)
    assert files.stderr == f"{LOCAL_NOON} cleanup.aws:12: exit 0 (Partial) in 0.25 s, ignored\n"


def test_a_fault_of_the_script_is_shown_where_it_stands(console: Console, files: Files) -> None:
    text = "aws logs delete-log-group --log-group-name <<old>>"
    where = Place("cleanup.aws", 12, 44, 7, text)
    fault = ScriptError("`old` is null", place=where, hint="guard it with `if`")

    give(Messages(console), replace(failed(), error=fault))

    assert files.stderr == (
        "error: `old` is null\n"
        "  --> cleanup.aws:12:44\n"
        "   |\n"
        "12 | aws logs delete-log-group --log-group-name <<old>>\n"
        "   |                                            ^^^^^^^ guard it with `if`\n"
    )


def test_a_fault_that_says_no_place_is_shown_at_its_statement(
    console: Console, files: Files
) -> None:
    give(Messages(console), replace(failed(), error=ScriptError("too long")))

    assert files.stderr == (
        "error: too long\n"
        "  --> cleanup.aws:12:1\n"
        "   |\n"
        "12 | aws logs delete-log-group --log-group-name old\n"
        "   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
    )


def test_what_was_abandoned_is_told(console: Console, files: Files) -> None:
    give(Messages(console), started(), ended(Status.ABANDONED, None))

    assert files.stderr == (
        "cleanup.aws:12: abandoned: aws logs delete-log-group --log-group-name old\n"
    )


def test_what_was_skipped_is_left_to_the_summary(console: Console, files: Files) -> None:
    give(Messages(console), skipped())

    assert files.stderr == ""


def test_verbose_tells_of_each_command_when_it_starts_and_ends(
    console: Console, files: Files
) -> None:
    give(Trace(console, now=lambda: NOON), started(), ended())
    give(Messages(console, verbose=True), started(), ended(), failed(), skipped())

    assert files.stderr == (
        "12:00:00 cleanup.aws:12: aws logs delete-log-group --log-group-name old\n"
        f"{LOCAL_NOON} cleanup.aws:12: exit 0 in 0.25 s\n"
        f"{LOCAL_NOON} cleanup.aws:12: exit 254 in 0.25 s:"
        " aws logs delete-log-group --log-group-name old\n"
        f"{LOCAL_NOON} cleanup.aws:14: skipped, because cleanup.aws:12 failed:"
        " aws logs delete-log-group --log-group-name old\n"
    )


def test_verbose_tells_which_command_ended_where_others_ran_beside_it(
    console: Console, files: Files
) -> None:
    give(Messages(console, verbose=True), replace(ended(), stdout=spool(b"")))

    assert files.stderr == f"{LOCAL_NOON} cleanup.aws:12: exit 0 in 0.25 s: {LINE}\n"


def test_verbose_tells_of_a_skipped_loop_without_a_command(console: Console, files: Files) -> None:
    give(Messages(console, verbose=True), replace(skipped(), argv=()))

    assert files.stderr == f"{LOCAL_NOON} cleanup.aws:14: skipped, because cleanup.aws:12 failed\n"


def test_verbose_tells_why_a_statement_was_not_reached(console: Console, files: Files) -> None:
    event = replace(skipped(), argv=(), blame=Blame(place(12), "was not reached"))

    give(Messages(console, verbose=True), event)

    assert (
        files.stderr
        == f"{LOCAL_NOON} cleanup.aws:14: skipped, because cleanup.aws:12 was not reached\n"
    )


def test_whoever_typed_a_command_hears_that_it_is_planned(console: Console, files: Files) -> None:
    give(Messages(console, is_typed=True), ended(), planned())

    assert files.stderr == f"cleanup.aws:12: planned, not run: {LINE}\n"


def test_an_ignored_failure_is_told_only_by_verbose(console: Console, files: Files) -> None:
    give(Messages(console), ignored())
    give(Messages(console, verbose=True), ignored())

    assert files.stderr == (
        f"{LOCAL_NOON} cleanup.aws:12: exit 254 (ResourceNotFoundException) in 0.25 s, ignored\n"
    )


def test_verbose_tells_of_each_attempt_that_another_follows(console: Console, files: Files) -> None:
    retrying = Retrying(place(), 1, ARGV, 2, Failure("Throttling", "slow down"), 1.5)

    give(Messages(console), retrying)
    give(Messages(console, verbose=True), retrying)
    give(Trace(console, now=lambda: NOON), retrying, replace(retrying, failure=None))

    assert files.stderr == (
        f"12:00:00 cleanup.aws:12: attempt 2 failed (Throttling); again in 1.5 s: {LINE}\n"
        f"12:00:00 cleanup.aws:12: attempt 2 failed; again in 1.5 s: {LINE}\n"
    )


def test_a_guard_that_stops_the_run_is_shown_where_it_stands(
    console: Console, files: Files
) -> None:
    give(Messages(console), refused())

    assert files.stderr == (
        "error: not this account\n"
        "  --> cleanup.aws:12:1\n"
        "   |\n"
        "12 | aws logs delete-log-group --log-group-name old\n"
        "   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
    )


def _without_excerpts(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith((" ", "12 |", "13 |"))]
