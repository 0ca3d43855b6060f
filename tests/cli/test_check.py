"""`awsbatch check`, which calls nothing and needs nobody's account."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from awsbatch.cli.main import main
from tests.aws_cli import by_version

SOUND = "account = aws sts get-caller-identity --query Account --output text\n"
READING = "aws s3 ls s3://logs-<<account>>\n"
MISSPELLED = "aws ec2 describe-vpc\n"
FOLDER = by_version("", "cli_legacy_plugin_path = .\n")
"""What version 2 takes plugins from."""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent.parent))
    Path("sound.aws").write_text(SOUND)
    Path("reading.aws").write_text(READING)
    Path("misspelled.aws").write_text(MISSPELLED)


@pytest.fixture
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def _check_stream(text: str, *files: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "awsbatch", "check", *files]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def test_each_file_is_checked_for_itself(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "sound.aws", "reading.aws"]) == 2
    assert "nothing named `account` is set before this line" in capfd.readouterr().err


def test_together_files_share_their_names_in_their_order(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--together", "sound.aws", "reading.aws"]) == 0
    assert capfd.readouterr() == ("", "no faults\n")

    assert main(["check", "--together", "reading.aws", "sound.aws"]) == 2
    assert "nothing named `account` is set before this line" in capfd.readouterr().err


@pytest.mark.parametrize("together", [[], ["--together"]], ids=["each", "together"])
def test_a_name_that_is_given_a_value_is_an_input_of_one_of_the_files(
    together: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    Path("a.aws").write_text("input days\nprint <<days>>\n")
    Path("b.aws").write_text("input bucket\nprint <<bucket>>\n")

    assert main(["check", *together, "a.aws", "b.aws", "days=1", "bucket=logs"]) == 0
    assert capfd.readouterr() == ("", "no faults\n")

    assert main(["check", *together, "a.aws", "b.aws", "buckt=logs"]) == 2
    assert capfd.readouterr().err == (
        "error: `buckt=logs` gives `buckt` a value, and there is no input of that name\n"
        "  did you mean `bucket`?\n"
        "1 fault\n"
    )


def test_a_name_that_a_file_at_fault_may_declare_is_not_missed(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("a.aws").write_text("input days = <<\n")

    assert main(["check", "a.aws", "days=1"]) == 2
    assert capfd.readouterr().err.endswith("\n1 fault\n")


@pytest.mark.parametrize(
    ("fault_format", "lines"),
    [
        (
            "short",
            [
                (
                    "misspelled.aws:1:9: error: `ec2` has no operation `describe-vpc`"
                    " (did you mean `describe-vpcs`?)"
                ),
                "absent.aws:1:1: error: cannot read `absent.aws`: no such file or directory",
            ],
        ),
        (
            "github",
            [
                (
                    "::error file=misspelled.aws,line=1,col=9,endColumn=21,title=awsbatch::"
                    "`ec2` has no operation `describe-vpc` (did you mean `describe-vpcs`?)"
                ),
                (
                    "::error file=absent.aws,title=awsbatch::"
                    "cannot read `absent.aws`: no such file or directory"
                ),
            ],
        ),
    ],
)
def test_what_programs_read_is_on_standard_output(
    fault_format: str, lines: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    words = ["check", "misspelled.aws", "absent.aws", "sound.aws", "--format", fault_format]

    assert main(words) == 2
    assert capfd.readouterr() == ("".join(f"{line}\n" for line in lines), "2 faults\n")


def test_json_and_sarif_can_be_parsed(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "misspelled.aws", "absent.aws", "--format=json", "-q"]) == 2
    told = capfd.readouterr()
    assert [json.loads(line)["line"] for line in told.out.splitlines()] == [1, None]
    assert told.err == ""

    assert main(["check", "misspelled.aws", "absent.aws", "--format=sarif", "-q"]) == 2
    (run,) = json.loads(capfd.readouterr().out)["runs"]
    assert [result["level"] for result in run["results"]] == ["error", "error"]


def test_no_fault_is_told_in_every_format(capfd: pytest.CaptureFixture[str]) -> None:
    for fault_format in ("text", "short", "json", "github"):
        assert main(["check", "sound.aws", "--format", fault_format]) == 0
        assert capfd.readouterr() == ("", "no faults\n")

    assert main(["check", "sound.aws", "--format", "sarif"]) == 0
    assert json.loads(capfd.readouterr().out)["runs"][0]["results"] == []


def test_a_format_that_there_is_not_is_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "sound.aws", "--format", "xml"]) == 2
    assert capfd.readouterr().err == (
        "error: expected `text`, `short`, `json`, `github` or `sarif` after `--format`,"
        " found `xml`\n"
    )


def test_the_faults_of_every_file_are_told(capfd: pytest.CaptureFixture[str]) -> None:
    Path("unclosed.aws").write_text("print 'a\n")

    assert main(["check", "misspelled.aws", "absent.aws", "sound.aws", "unclosed.aws"]) == 2

    told = capfd.readouterr()
    assert told.out == ""
    assert told.err == (
        "error: `ec2` has no operation `describe-vpc`\n"
        " --> misspelled.aws:1:9\n"
        "  |\n"
        "1 | aws ec2 describe-vpc\n"
        "  |         ^^^^^^^^^^^^ did you mean `describe-vpcs`?\n"
        "error: cannot read `absent.aws`: no such file or directory\n"
        "error: this `'` is not closed\n"
        " --> unclosed.aws:1:7\n"
        "  |\n"
        "1 | print 'a\n"
        "  |       ^ write the closing `'`, or `\\'` for the character itself\n"
        "3 faults\n"
    )


def test_what_faulty_lines_would_set_is_not_missed(capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.aws").write_text(
        "bucket=logs\ntables = aws dynamodb list-tables $X\nprint <<bucket>> <<tables>>\n"
    )

    assert main(["check", "a.aws"]) == 2

    assert capfd.readouterr().err.endswith("\n2 faults\n")


def test_warnings_are_told_and_no_fault(capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.aws").write_text("x = <<'a'>>\nfor x in x\n    print <<x>>\nend\n")

    assert main(["check", "a.aws"]) == 2
    assert capfd.readouterr().err.endswith("\n1 fault, 1 warning\n")

    Path("a.aws").write_text("x = <<'a'>>\nprint '<<x>>'\n")

    assert main(["check", "a.aws"]) == 0
    assert capfd.readouterr().err.endswith("\n1 warning\n")


def test_quiet_leaves_out_the_count(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--quiet", "sound.aws"]) == 0
    assert capfd.readouterr() == ("", "")


def test_inputs_need_no_values(capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.aws").write_text("input account\nprint <<account>>\n")

    assert main(["check", "a.aws"]) == 0
    assert main(["check", "a.aws", "account=1"]) == 0
    assert capfd.readouterr() == ("", "no faults\nno faults\n")


def test_a_dash_is_standard_input_among_the_files() -> None:
    done = _check_stream(READING + MISSPELLED, "--together", "sound.aws", "-")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "error: `ec2` has no operation `describe-vpc`\n"
        " --> <stdin>:2:9\n"
        "  |\n"
        "2 | aws ec2 describe-vpc\n"
        "  |         ^^^^^^^^^^^^ did you mean `describe-vpcs`?\n"
        "1 fault\n"
    )


def test_an_empty_standard_input_has_no_faults() -> None:
    done = _check_stream("", "-")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no faults\n")


def test_standard_input_has_a_finally_and_faults_as_any_file() -> None:
    done = _check_stream("aws s3 ls\nfinally\n    print <<absent>>\nend\n", "-")

    assert done.returncode == 2
    assert done.stderr.startswith("error: nothing named `absent` is set before this line\n")


def test_no_file_is_a_wrong_command_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 2
    assert capfd.readouterr() == (
        "",
        "error: `awsbatch check` needs a file\n  `awsbatch check -` reads standard input\n",
    )


@pytest.mark.usefixtures("_no_network")
def test_it_needs_neither_credentials_nor_region_nor_network(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")

    assert main(["check", "--together", "sound.aws", "reading.aws", "misspelled.aws"]) == 2
    assert capfd.readouterr().err.endswith("\n1 fault\n")


@pytest.mark.usefixtures("_no_network")
def test_a_profile_that_does_not_exist_is_no_matter(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "absent")
    Path("a.aws").write_text(
        "aws sts get-caller-identity\ndefaults --profile another\naws s3 ls --profile third\n"
    )

    assert main(["check", "sound.aws", "a.aws"]) == 0
    assert capfd.readouterr() == ("", "no faults\n")


@pytest.mark.usefixtures("_no_network")
def test_what_a_command_line_names_is_not_read(capfd: pytest.CaptureFixture[str]) -> None:
    Path("a.json").mkdir()
    Path("a.aws").write_text(
        "aws iam create-policy --policy-name a --policy-document file://a.json\n"
        "aws s3 cp a.json s3://logs/ --recursive\n"
        "aws s3api put-object --bucket logs --key a --body a.json\n"
    )

    assert main(["check", "a.aws"]) == 0
    assert capfd.readouterr() == ("", "no faults\n")


@pytest.mark.parametrize(
    ("configuration", "why"),
    [
        (
            "[default]\nregion = eu-west-1\n[other\n",
            "its configuration in `config` cannot be read\n  look at its line 3\n",
        ),
        (
            "region = eu-west-1\n",
            "its configuration in `config` cannot be read\n  look at its line 1\n",
        ),
        (
            "[default]\nregion = a\nregion = b\n",
            "its configuration in `config` cannot be read\n  look at its line 3\n",
        ),
        ("[default]\ns3 =\n  a\n", "its configuration in `config` cannot be read\n"),
        (
            f"[plugins]\n{FOLDER}ours = absent_plugin\n",
            "there is no plugin or module `absent_plugin`\n  install it, or leave it out\n",
        ),
        (
            f"[plugins]\n{FOLDER}ours = json\n",
            "module `json` has no attribute `awscli_initialize`\n",
        ),
    ],
)
@pytest.mark.parametrize("verb", ["check", "run"])
def test_a_configuration_with_which_the_aws_cli_cannot_start_is_an_error(
    verb: str,
    configuration: str,
    why: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    Path("config").write_text(configuration)
    monkeypatch.setenv("AWS_CONFIG_FILE", "config")

    assert main([verb, "sound.aws"]) == 2
    assert capfd.readouterr() == ("", f"error: the AWS CLI cannot start: {why}")
