"""Runs with a log, and runs that go on with one: what reaches AWS, and what is said."""

import fcntl
import json
import re
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from awsbatch.cli.main import main
from awsbatch.joblog.row import HEADER
from tests.aws.recorder import Recorded, Recorder, recording

THREE = """\
for name in a b c
    aws logs delete-log-group --log-group-name <<name>>
end
"""


@pytest.fixture(autouse=True)
def recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    """Provide an AWS that records, and a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with recording() as recorder:
        recorder.answer = answer()
        monkeypatch.setenv("AWS_ENDPOINT_URL", recorder.url)
        yield recorder


def answer(*refused: str) -> "Answering":
    return Answering({*refused})


class Answering:
    """An AWS of one account, which refuses to change what has certain names."""

    def __init__(self, refused: set[str]) -> None:
        self.refused = refused

    def __call__(self, request: Recorded) -> tuple[int, bytes]:
        if b"GetCallerIdentity" in request.body:
            inner = "<Account>111122223333</Account><Arn>a</Arn><UserId>u</UserId>"
            found = f"<GetCallerIdentityResult>{inner}</GetCallerIdentityResult>"
            whole = f"<GetCallerIdentityResponse>{found}</GetCallerIdentityResponse>"
            return 200, whole.encode()
        if name(request) in self.refused:
            return 400, b'{"__type": "OperationAbortedException", "message": "busy"}'
        return 200, b"{}"


def name(request: Recorded) -> str | None:
    if (request.target or "").endswith("Group"):
        return str(request.parameters["logGroupName"])
    return None


def sent(recorder: Recorder) -> list[str]:
    """Return the names in the requests for a change since the last time."""
    names = [found for each in recorder.requests if (found := name(each)) is not None]
    recorder.requests.clear()
    return names


def run(text: str | None, *options: str, log: str = "L") -> int:
    if text is not None:
        Path("a.aws").write_text(text)
    return main(["run", "a.aws", "--joblog", log, "--quiet", *options])


def rows() -> list[list[str]]:
    """Return the Seq, the status, Exitval and the command of each row."""
    first, *others = Path("L").read_bytes().splitlines(keepends=True)
    assert first == HEADER
    columns = [each.decode().rstrip("\n").split("\t") for each in others]
    assert {len(each) for each in columns} <= {9}
    return [[each[0], each[1].partition(":")[0], each[6], each[8]] for each in columns]


def test_every_command_has_a_row_as_it_ends(recorder: Recorder) -> None:
    recorder.answer = answer("b")

    assert run(THREE) == 1

    told = "aws logs delete-log-group --log-group-name"
    code = rows()[1][2]
    assert rows() == [
        ["1", "ok", "0", f"{told} a"],
        ["2", "failed", code, f"{told} b"],
        ["3", "ok", "0", f"{told} c"],
    ]
    assert code in {"254", "255"}
    assert sent(recorder) == ["a", "b", "c"]


def test_only_what_failed_is_run_again(recorder: Recorder) -> None:
    recorder.answer = answer("b")
    assert run(THREE) == 1
    sent(recorder)
    recorder.answer = answer()

    assert run(None, "--resume") == 0

    assert sent(recorder) == ["b"]
    assert [row[:2] for row in rows()] == [["1", "ok"], ["2", "failed"], ["3", "ok"], ["2", "ok"]]
    assert run(None, "--resume") == 0
    assert sent(recorder) == []


FINALLY = """\
aws logs delete-log-group --log-group-name a
finally
    aws logs delete-log-group --log-group-name y
    aws logs delete-log-group --log-group-name z
end
"""


def test_a_file_whose_finally_has_begun_goes_on_with_what_is_left_of_that(
    recorder: Recorder,
) -> None:
    recorder.answer = answer("y")
    assert run(FINALLY) == 1
    assert sent(recorder) == ["a", "y", "z"]
    recorder.answer = answer()

    assert run(None, "--resume") == 0
    assert sent(recorder) == ["y"]

    assert run(None, "--resume") == 0
    assert sent(recorder) == []

    assert run(f"aws logs delete-log-group --log-group-name new\n{FINALLY}", "--resume") == 1
    assert sent(recorder) == []


def test_a_file_whose_finally_has_run_is_not_whole_for_ever(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    recorder.answer = answer("a")
    assert run(FINALLY) == 1
    sent(recorder)
    capfd.readouterr()

    assert main(["run", "a.aws", "--joblog", "L", "--resume"]) == 1

    assert sent(recorder) == []
    said = re.sub(r"[0-9.]+ s\b", "TIME", capfd.readouterr().err)
    assert said == (
        "0 succeeded, 2 done before, 1 skipped in TIME\n"
        "  1 skipped, because a.aws:2 is a `finally` that has run: start anew\n"
    )


def test_what_is_in_doubt_before_a_finally_that_has_begun_is_not_asked_for(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(FINALLY) == 0
    sent(recorder)
    log = Path("L").read_bytes().splitlines(keepends=True)
    Path("L").write_bytes(b"".join([log[0], *log[2:]]))
    capfd.readouterr()

    assert run(None, "--resume") == 0

    assert sent(recorder) == []
    assert capfd.readouterr().err == (
        "warning: nobody knows whether this command was carried out\n"
        "  a.aws:1: aws logs delete-log-group --log-group-name a\n"
        "  that is not decided: the `finally` after it has begun, and what is before it"
        " is not run again\n"
    )


def named(*files: str) -> int:
    return main(["run", *files, "--joblog", "L", "--quiet", "--resume"])


def test_a_file_whose_finally_has_run_is_known_by_its_path(
    recorder: Recorder, tmp_path: Path
) -> None:
    recorder.answer = answer("a")
    assert run(FINALLY) == 1
    sent(recorder)
    recorder.answer = answer()
    Path("link.aws").symlink_to("a.aws")

    for file in ("./a.aws", str(tmp_path / "a.aws"), "link.aws"):
        assert named(file) == 1
        assert sent(recorder) == []


def test_a_file_whose_finally_has_run_is_known_by_that_where_it_was_renamed(
    recorder: Recorder,
) -> None:
    recorder.answer = answer("a", "y")
    assert run(FINALLY) == 1
    sent(recorder)
    recorder.answer = answer()
    Path("a.aws").rename("b.aws")

    assert named("b.aws") == 1
    assert sent(recorder) == ["y"]


EDITED = FINALLY.replace("name z", "name x")


@pytest.mark.parametrize(
    "files",
    [
        {"b.aws": EDITED},
        {"b.aws": "aws logs delete-log-group --log-group-name a\n"},
        {"b.aws": FINALLY, "c.aws": FINALLY},
        {"-": ""},
    ],
)
def test_a_finally_that_has_run_and_is_in_no_file_stops_the_run(
    recorder: Recorder, capfd: pytest.CaptureFixture[str], files: dict[str, str]
) -> None:
    recorder.answer = answer("a")
    assert run(FINALLY) == 1
    sent(recorder)
    capfd.readouterr()
    there = Path("a.aws").absolute()
    there.unlink()
    for file, text in files.items():
        if file != "-":
            Path(file).write_text(text)

    assert named(*files) == 3

    assert sent(recorder) == []
    assert capfd.readouterr().err == (
        f"error: the `finally` of `{there}` has run,"
        " and which of the given files that is cannot be told\n"
        "  give it as it was given then, so that what stands before its `finally` is not run"
        " again; or begin another log, which runs all that is given\n"
    )


def test_lines_may_be_put_in_taken_out_and_moved(recorder: Recorder) -> None:
    line = "aws logs delete-log-group --log-group-name {}\n"
    assert run("".join(map(line.format, "abc"))) == 0
    sent(recorder)

    assert run("".join(map(line.format, "cdxa")), "--resume") == 0

    assert sent(recorder) == ["d", "x"]


def test_a_run_with_a_log_and_none_before_begins_one(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("a.aws").write_text(THREE)

    for told in ("there is no log `L` yet: it begins with this run\n", ""):
        assert main(["run", "a.aws", "--joblog", "L", "--resume"]) == 0
        assert (
            capfd.readouterr().err.partition("3 succeeded")[0].partition("0 succeeded")[0] == told
        )

    assert sent(recorder) == ["a", "b", "c"]


def test_another_log_is_not_gone_on_with_unasked(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(THREE) == 0
    sent(recorder)
    before = Path("L").read_bytes()

    assert run(THREE) == 2

    assert sent(recorder) == []
    assert Path("L").read_bytes() == before
    assert capfd.readouterr().err == (
        "error: `L` is the log of another run\n"
        "  `--resume` goes on where that ended; a log of another name begins anew,"
        " and runs all commands again\n"
    )


@pytest.mark.parametrize("line", ["aws logs describe-log-groups > L", "print x >> ./L.state"])
def test_a_script_does_not_write_over_its_log(
    recorder: Recorder, capfd: pytest.CaptureFixture[str], line: str
) -> None:
    assert run(f"{THREE}for n in 1\n    {line}\nend\n") == 2

    assert sent(recorder) == []
    *_, name = line.split()
    assert capfd.readouterr().err.startswith(
        f"error: `{name}` is the log of this run, or its state\n --> a.aws:5:"
    )
    assert not Path("L").exists()


def test_a_script_is_no_state(recorder: Recorder, capfd: pytest.CaptureFixture[str]) -> None:
    Path("x.state").write_text(THREE)

    assert main(["run", "x.state", "--joblog", "x"]) == 2

    assert capfd.readouterr().err == (
        "error: the state `x.state` is one of the files that are to be run\n"
        "  choose another name for the log\n"
    )
    assert (Path("x.state").read_text(), Path("x").exists()) == (THREE, False)
    assert sent(recorder) == []


def test_a_script_is_no_log(recorder: Recorder, capfd: pytest.CaptureFixture[str]) -> None:
    Path("link").symlink_to("a.aws")

    for log in ("a.aws", "./link"):
        assert run(THREE, "--resume", log=log) == 2
        assert capfd.readouterr().err == (
            f"error: the log `{log}` is one of the files that are to be run\n"
            "  choose another name for the log\n"
        )
    assert Path("a.aws").read_text() == THREE
    assert sent(recorder) == []


@pytest.mark.parametrize("text", ["aws nothing\n", "input x\n" + THREE])
def test_a_run_that_does_not_begin_has_no_log(text: str) -> None:
    assert run(text) == 2

    assert [*map(str, Path().iterdir())] == ["a.aws"]


def test_a_log_that_is_locked_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(THREE) == 0
    with Path("L").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert run(THREE, "--resume") == 2

    assert capfd.readouterr().err == (
        "error: another run is writing `L`\n  wait for its end, or choose another name\n"
    )
    assert run(THREE, "--resume") == 0


def killed(*names: str) -> None:
    """Have the last rows as a kill leaves them: the changes of these names have none."""
    kept = [
        line
        for line in Path("L").read_text().splitlines(keepends=True)
        if line.split()[-1] not in names
    ]
    Path("L").write_text("".join(kept))


TWO_IN_DOUBT = """\
error: nobody knows whether these 2 commands were carried out
  a.aws:2: aws logs delete-log-group --log-group-name b
  a.aws:2: aws logs delete-log-group --log-group-name c
  `awsbatch run --resume --in-doubt again --joblog L --quiet a.aws` runs them again; \
`--in-doubt done` takes them for done
"""


def test_what_is_in_doubt_is_listed_before_anything_runs(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(THREE) == 0
    killed("b", "c")
    sent(recorder)

    for _ in range(2):
        assert run(THREE, "--resume") == 3
        assert capfd.readouterr().err == TWO_IN_DOUBT
    assert sent(recorder) == []


@pytest.mark.parametrize(("choice", "names"), [("again", ["b", "c"]), ("done", [])])
def test_a_person_decides_what_becomes_of_what_is_in_doubt(
    choice: str, names: list[str], recorder: Recorder
) -> None:
    assert run(THREE) == 0
    killed("b", "c")
    sent(recorder)

    assert run(THREE, "--resume", "--in-doubt", choice) == 0

    assert sent(recorder) == names
    assert [row[:2] for row in rows()] == [["1", "ok"], ["2", "ok"], ["3", "ok"]]
    # It is decided once.
    assert run(THREE, "--resume") == 0
    assert sent(recorder) == []


def test_a_decision_holds_where_that_run_is_killed_before_it_begins(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(THREE) == 0
    killed("c")
    recorder.answer = answer("c")
    assert run(THREE, "--resume", "--in-doubt", "again") == 1
    sent(recorder)
    capfd.readouterr()
    recorder.answer = answer()

    assert run(THREE, "--resume") == 0

    assert sent(recorder) == ["c"]


def test_one_command_in_doubt_is_told_as_one(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("aws logs delete-log-group --log-group-name " + "x" * 400) == 0
    killed("x" * 400)

    assert run(None, "--resume") == 3

    command = f"aws logs delete-log-group --log-group-name {'x' * 400}"
    assert capfd.readouterr().err == (
        "error: nobody knows whether this command was carried out\n"
        f"  a.aws:1: {command[:300]}…\n"
        "  `awsbatch run --resume --in-doubt again --joblog L --quiet a.aws` runs it again;"
        " `--in-doubt done` takes it for done\n"
    )


CREATE = "aws secretsmanager create-secret --name s\n"


def tokens(recorder: Recorder) -> list[object]:
    """Return the idempotency tokens of requests since the last time."""
    found = [each for each in recorder.requests if b"ClientRequestToken" in each.body]
    recorder.requests.clear()
    return [each.parameters["ClientRequestToken"] for each in found]


@pytest.mark.parametrize("moved", [CREATE, f"for n in 1 2\n{CREATE}end\n"])
def test_what_has_a_token_is_sent_with_the_same_again(moved: str, recorder: Recorder) -> None:
    assert run(CREATE) == 0
    (first,) = tokens(recorder)
    killed("s")

    assert run(moved, "--resume") == 0

    same, *others = tokens(recorder)
    assert same == first
    assert len(others) == moved.count("for")
    assert first not in others


@pytest.mark.parametrize(
    ("line", "again", "edited"),
    [
        (CREATE, (), ""),
        (CREATE, (), CREATE.replace("name s", "name t")),
        ("aws logs delete-log-group --log-group-name s\n", ("--in-doubt", "again"), ""),
    ],
)
@pytest.mark.parametrize("quiet", [("--quiet",), ()])
def test_what_is_in_doubt_and_was_not_reached_is_named_at_the_end(
    line: str,
    again: tuple[str, ...],
    edited: str,
    quiet: tuple[str, ...],
    capfd: pytest.CaptureFixture[str],
) -> None:
    other = "aws logs delete-log-group --log-group-name o\n"
    assert run(other + line) == 0
    killed("s")
    Path("a.aws").write_text(other + edited)
    note = "1 command may have been carried out, and was not sent again: a.aws:2: " + line.strip()

    for choice in (again, ()):
        capfd.readouterr()
        assert main(["run", "a.aws", "--joblog", "L", "--resume", *quiet, *choice]) == 0
        assert capfd.readouterr().err.splitlines()[-1].strip() == note


def test_what_failed_has_another_token(recorder: Recorder) -> None:
    recorder.answer = lambda request: (
        Answering(set())(request)
        if b"GetCallerIdentity" in request.body
        else (400, b'{"__type": "LimitExceededException"}')
    )
    assert run(CREATE) == 1
    assert run(CREATE, "--resume") == 1

    first, second = tokens(recorder)
    assert first != second


def test_a_change_takes_the_place_of_another_only_where_that_is_let_through(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run("input x\naws logs delete-log-group --log-group-name <<x>>\n", "x=a") == 0
    assert sent(recorder) == ["a"]
    capfd.readouterr()

    assert run(None, "--resume", "x=b") == 3

    assert sent(recorder) == []
    told = capfd.readouterr().err
    assert "--log-group-name a" in told
    assert "--log-group-name b" in told
    assert "--resume=changed" in told
    assert run(None, "--resume=changed", "x=b") == 0
    assert sent(recorder) == ["b"]
    assert run(None, "--resume", "x=b") == 0
    # What was there is no more.
    assert run(None, "--resume", "x=a") == 3
    assert sent(recorder) == []
    assert [row[:2] for row in rows()] == [["1", "ok"], ["2", "ok"]]


def test_a_copy_of_what_is_changed_next_stays_the_copy_of_that(recorder: Recorder) -> None:
    text = """\
aws logs describe-log-groups > before.json
aws logs delete-log-group --log-group-name a
aws logs describe-log-groups >> before.json
aws logs delete-log-group --log-group-name b
"""
    recorder.answer = answer("b")
    assert run(text) == 1
    before = Path("before.json").read_bytes()
    Path("before.json").write_bytes(before + b"more")
    sent(recorder)
    recorder.answer = answer()

    assert run(None, "--resume") == 0

    assert Path("before.json").read_bytes() == before + b"more"
    assert sent(recorder) == ["b"]
    Path("before.json").unlink()
    assert run(None, "--resume") == 0
    assert Path("before.json").read_bytes() == before
    assert sent(recorder) == []


def test_the_clock_of_a_run_is_that_of_the_first(capfd: pytest.CaptureFixture[str]) -> None:
    text = "print <<now()>>\n"
    assert run(text) == 0
    assert run(text, "--resume") == 0

    first, second = capfd.readouterr().out.splitlines()
    assert first == second


def test_a_clock_that_is_given_must_be_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    assert run("print <<now()>>", "--sandbox", "--now", "1000") == 0
    assert run(None, "--resume", "--sandbox", "--now", "1000") == 0
    capfd.readouterr()

    assert run(None, "--resume", "--sandbox", "--now", "2000") == 2

    assert capfd.readouterr().err == (
        "error: `--now` is another time than that of `L`\n  leave out `--now`\n"
    )


def test_a_bad_row_is_told_before_anything_runs(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(THREE) == 0
    sent(recorder)
    with Path("L").open("a") as file:
        file.write("4\tx\n")

    assert run(THREE, "--resume") == 2

    assert sent(recorder) == []
    assert capfd.readouterr().err == (
        "error: line 5 of `L` cannot be used: it has 2 columns, not 9\n"
        "  put that line right, or take it out: a command whose row is missing is in doubt;"
        " a log of another name begins anew, and runs all commands again\n"
    )


def test_a_failure_to_write_the_log_ends_the_run(
    recorder: Recorder, capfd: pytest.CaptureFixture[str]
) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600, before[1]))
    try:
        assert run(THREE) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    done = sent(recorder)
    assert done[0] == "a"
    assert len(done) < 3
    assert "cannot write `L" in capfd.readouterr().err
    # The log is whole, and the rest can be run.
    assert run(THREE, "--resume", "--in-doubt", "done") == 0
    assert [*done, *sent(recorder)] == ["a", "b", "c"]


def test_objects_tell_what_was_done_before(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(THREE, "--json") == 0
    capfd.readouterr()

    assert run(None, "--resume", "--json") == 0

    *objects, _ = map(json.loads, capfd.readouterr().out.splitlines())
    assert [each["status"] for each in objects] == ["done", "done", "done"]
