"""What the whole program prints of a plan, and how it ends."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from awsbatch.cli.main import main
from tests.cli.program import Program

AWSBATCH = [sys.executable, "-m", "awsbatch"]
SCRIPT = """\
groups = aws logs describe-log-groups --query 'logGroups[].logGroupName'
print <<length(groups)>>
vpc = aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc
if <<vpc.IsDefault>>
    aws ec2 delete-vpc --vpc-id <<vpc.VpcId>>
end
"""
PLAN = """\
# account 123456789012, us-east-1, http://ENDPOINT
aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc
# if <<vpc.IsDefault>>: perhaps
aws ec2 delete-vpc --vpc-id '<<vpc.VpcId>>'
# end

# 1 change:
#   ec2 create-vpc 1 in account 123456789012, us-east-1
# 1 or more changes, perhaps none:
#   ec2 delete-vpc 1 or more in account 123456789012, us-east-1
"""


@pytest.fixture(autouse=True)
def _scripts(tmp_path: Path, moto_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", moto_server)
    monkeypatch.chdir(tmp_path)
    Path("a.aws").write_text(SCRIPT)


def _said(text: str) -> str:
    text = re.sub(r"http://[\d.]+:\d+", "http://ENDPOINT", text)
    return re.sub(r"\bin [\d.]+ s\b", "in TIME", re.sub(r"(?m)^\d\d:\d\d:\d\d ", "TIME ", text))


def test_standard_output_has_the_plan_alone(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "a.aws"]) == 0

    out, err = map(_said, capfd.readouterr())
    assert out == PLAN
    assert err.startswith("0\n2 planned, 1 read in TIME; ")


def test_a_quiet_plan_is_the_plan_without_a_summary(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "-q", "a.aws"]) == 0

    assert [*map(_said, capfd.readouterr())] == [PLAN, "0\n"]


def test_the_objects_of_a_plan_have_no_keys(capfd: pytest.CaptureFixture[str]) -> None:
    role = "arn:aws:iam::123456789012:role/r"
    Path("a.aws").write_text(f"""\
c = aws sts assume-role --role-arn {role} --role-session-name me
token = aws ecr get-login-password
aws logs create-log-group --log-group-name <<c.AssumedRoleUser.Arn>>
""")
    assert main(["plan", "--json", "a.aws"]) == 0
    asked, token, made, _ = map(json.loads, capfd.readouterr().out.splitlines())
    assert [asked["result"], token["result"]] == [None, None]
    assert made["argv"][-1].endswith(":assumed-role/r/me")

    assert main(["run", "--json", "a.aws"]) == 0
    asked, *_ = map(json.loads, capfd.readouterr().out.splitlines())
    assert asked["result"]["Credentials"]["AccessKeyId"]


def test_a_verbose_plan_tells_what_ran_and_what_did_not(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "-v", "-q", "a.aws"]) == 0

    out, err = map(_said, capfd.readouterr())
    assert out == PLAN
    told = [line for line in err.splitlines() if line.startswith("TIME")]
    assert [line.removeprefix("TIME a.aws:").split(", request")[0] for line in told] == [
        "1: aws logs describe-log-groups --query 'logGroups[].logGroupName'",
        "1: exit 0 in TIME",
        "3: aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc",
        "3: planned, not run",
        "5: aws ec2 delete-vpc --vpc-id '<<vpc.VpcId>>'",
        "5: planned, not run, to run any number of times or not at all",
    ]


def test_objects_of_a_plan_tell_all_that_it_tells(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "--json", "-q", "a.aws"]) == 0

    *objects, last = map(json.loads, capfd.readouterr().out.splitlines())
    assert [each.get("status") or [*each][-1] for each in objects] == [
        "ok", "print", "planned", "undecided", "planned",
    ]  # fmt: skip
    first, second = (each for each in objects if each.get("status") == "planned")
    assert (first["account"], first["region"], first["effect"], first["open"]) == (
        "123456789012", "us-east-1", "changes", False,
    )  # fmt: skip
    assert (second["argv"][-1], second["open"], second["exit_status"]) == (
        "<<vpc.VpcId>>", True, None,
    )  # fmt: skip
    summary = last["summary"]
    assert (summary["planned"], summary["ok"]) == (2, 1)
    assert [(row["operation"], row["open"], row["count"]) for row in summary["plan"]] == [
        ("create-vpc", False, 1),
        ("delete-vpc", True, 1),
    ]


@pytest.mark.parametrize("options", [[], ["--no-keep-order"], ["-P", "4", "--no-keep-order"]])
def test_a_plan_has_the_order_of_the_script_whatever_ends_first(
    options: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("b.aws").write_text(
        "parallel for x in 1 2 3 4 5 6 7 8\n"
        "    vpc = aws ec2 create-vpc --cidr-block 10.<<x>>.0.0/16 --query Vpc\n"
        "    aws logs describe-log-groups --log-group-name-prefix <<x>>\n"
        "    if <<vpc.IsDefault>>\n"
        "        aws logs delete-log-group --log-group-name <<x>>\n"
        "    end\n"
        "end\n"
    )

    assert main(["plan", "-q", *options, "b.aws"]) == 0

    listed, _ = capfd.readouterr().out.split("\n\n")
    assert listed.splitlines()[1:] == [
        line
        for x in range(1, 9)
        for line in (
            f"aws ec2 create-vpc --cidr-block 10.{x}.0.0/16 --query Vpc",
            "# if <<vpc.IsDefault>>: perhaps",
            f"aws logs delete-log-group --log-group-name {x}",
            "# end",
        )
    ]


def test_who_has_read_enough_of_a_plan_ends_it_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run(
        [*AWSBATCH, "plan", "-q", "a.aws"], stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)

    assert (done.returncode, done.stderr) == (141, b"0\n")


def test_who_has_not_read_all_of_a_plan_is_told_that_it_was_not_saved() -> None:
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run(
        [*AWSBATCH, "plan", "-q", "--save", "x.plan", "a.aws"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)

    told = b"0\nthe plan was not saved, since it was not read to its end\n"
    assert (done.returncode, done.stderr) == (141, told)
    assert not Path("x.plan").exists()


@pytest.mark.parametrize("order", ["--progress=none", "--no-keep-order"])
def test_ctrl_c_leaves_what_was_planned_by_then(order: str) -> None:
    lines = [f"aws logs delete-log-group --log-group-name {number}\n" for number in range(3000)]
    Path("b.aws").write_text("".join(lines))

    # What it says is more than a pipe holds, so that it waits for its reader.
    with Program(*AWSBATCH, "plan", "-v", order, "b.aws") as process:
        assert process.stderr is not None
        assert any(line.endswith("planned, not run\n") for line in process.stderr)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()

    assert process.returncode == 130
    assert "the run was interrupted; the last command to begin was b.aws:" in err
    commands = [f"{line}\n" for line in out.splitlines() if line.startswith("aws")]
    assert 0 < len(commands) < len(lines)
    assert commands == lines[: len(commands)]
    assert out.splitlines()[-1].startswith("# not complete: the run was interrupted")
