"""awsbatch becomes an `aws`, whichever way that is started."""

from pathlib import Path

from tests.door import doorway

LINE = "aws logs delete-log-group --log-group-name g\n"


def test_awsbatch_runs_in_the_aws_that_it_has_become(tmp_path: Path) -> None:
    file = tmp_path / "a.aws"
    file.write_text(LINE)
    aws = doorway.aws(tmp_path / "bin/aws")

    done = doorway.enter(aws, "check", str(file))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no faults\n")


def test_an_aws_that_cannot_be_run_is_told(tmp_path: Path) -> None:
    done = doorway.enter(tmp_path / "aws", "check")

    assert done.returncode == 2
    assert done.stderr == f"error: cannot run `{tmp_path}/aws`: no such file or directory\n"
