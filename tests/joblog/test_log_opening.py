"""Logs that a run can have, and what is said of those that it cannot."""

import fcntl
import json
import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from awsbatch.contract.journal import UnwrittenError
from awsbatch.fault.error import UsageError
from awsbatch.joblog.log_file import LogFile
from awsbatch.joblog.log_opening import opened
from awsbatch.joblog.row import HEADER, formatted
from tests.joblog.conftest import HEAD, Open, begun, noted, place_of, row, run, words_of

ANEW = "a log of another name begins anew, and runs all commands again"
OTHER_NAME = "choose another name"


@pytest.fixture
def state(path: Path) -> Path:
    return Path(f"{path}.state")


def refusal(path: Path, *, resumes: bool = True) -> tuple[str, str | None]:
    with pytest.raises(UsageError) as raised:
        opened(str(path), HEAD, resumes=resumes).history()
    folder = f"{path.parent}/"
    return raised.value.message.replace(folder, ""), (raised.value.hint or "").replace(folder, "")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def finish(log: LogFile) -> None:
    log.start()
    assert log.close() is None


@pytest.mark.parametrize("umask", [0, 0o777])
@pytest.mark.parametrize("resumes", [True, False])
def test_a_log_is_for_its_owner_only(path: Path, state: Path, umask: int, *, resumes: bool) -> None:
    before = os.umask(umask)
    try:
        finish(opened(str(path), HEAD, resumes=resumes))
    finally:
        os.umask(before)

    assert (mode(path), mode(state)) == (0o600, 0o600)
    assert path.read_bytes() == HEADER


@pytest.mark.parametrize("resumes", [True, False])
def test_an_empty_file_begins_anew(path: Path, *, resumes: bool) -> None:
    path.touch()
    path.chmod(0o644)

    finish(opened(str(path), HEAD, resumes=resumes))

    assert mode(path) == 0o600
    assert path.read_bytes() == HEADER


@pytest.mark.parametrize("left", [b"", HEADER[:9]])
@pytest.mark.parametrize("whole", [True, False])
def test_a_run_that_was_killed_in_its_very_beginning_begins_anew(
    path: Path, state: Path, left: bytes, *, whole: bool
) -> None:
    finish(opened(str(path), HEAD, resumes=True))
    path.write_bytes(left)
    if not whole:
        state.write_bytes(state.read_bytes()[:20])

    finish(opened(str(path), HEAD, resumes=True))

    assert path.read_bytes() == HEADER


def test_a_run_that_does_not_begin_leaves_no_log(path: Path, state: Path) -> None:
    log = opened(str(path), HEAD, resumes=False)
    assert state.exists()

    assert log.close() is None

    assert not path.exists()
    assert not state.exists()


def test_a_run_that_does_not_begin_leaves_an_empty_file_empty(path: Path, state: Path) -> None:
    path.touch()

    assert opened(str(path), HEAD, resumes=False).close() is None

    assert path.read_bytes() == b""
    assert not state.exists()


def test_a_run_that_does_not_go_on_leaves_the_log_as_it_was(
    path: Path, state: Path, start: Open
) -> None:
    run(start(), begun(1, "a"))
    start()
    before = path.read_bytes()

    log = start()
    assert log.close() is None

    assert path.read_bytes() == before
    assert state.exists()


def test_a_link_is_followed(path: Path, tmp_path: Path, start: Open) -> None:
    link = tmp_path / "link"
    link.symlink_to(path)
    run(start(), begun(1, "a"))
    assert start().close() is None

    log = opened(str(link), HEAD, resumes=True)

    assert log.history().next_seq == 2
    assert log.close() is None
    assert not Path(f"{link}.state").exists()


def test_a_link_to_nothing_makes_what_it_names(path: Path, state: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(path)

    finish(opened(str(link), HEAD, resumes=False))

    assert path.exists()
    assert state.exists()


def test_the_log_of_another_run_is_not_touched(path: Path, start: Open) -> None:
    run(start(), begun(1, "a"))
    assert start().close() is None
    before = path.read_bytes()

    assert refusal(path, resumes=False) == (
        "`run.log` is the log of another run",
        f"`--resume` goes on where that ended; {ANEW}",
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize("resumes", [True, False])
def test_a_log_that_another_run_has_open_is_refused(path: Path, *, resumes: bool) -> None:
    log = opened(str(path), HEAD, resumes=False)

    assert refusal(path, resumes=resumes) == (
        "another run is writing `run.log`",
        "wait for its end, or choose another name",
    )
    log.close()


@pytest.mark.parametrize("resumes", [True, False])
@pytest.mark.parametrize(
    "content",
    [
        b"#!/bin/sh\necho hello\n",
        b"\x7fELF\0\0\0" * 100,
        b"\xff\xfe\n",
        b'{"file": "a.aws", "line": 1}\n',
        b"Seq\tHost\tStarttime\n",
        b"x" * 10_000_000,
    ],
)
def test_another_file_is_no_log(path: Path, content: bytes, *, resumes: bool) -> None:
    path.write_bytes(content)

    assert refusal(path, resumes=resumes) == (
        "`run.log` is there, and is not a log of awsbatch",
        OTHER_NAME,
    )
    assert path.read_bytes() == content
    assert not Path(f"{path}.state").exists()


@pytest.mark.parametrize("resumes", [True, False])
def test_a_log_of_gnu_parallels_own_is_told(path: Path, *, resumes: bool) -> None:
    path.write_bytes(HEADER + b"1\t:\t1.0\t     0.1\t0\t0\t0\t0\techo a\n2\t:\t1.0\t     0.1\t0")

    assert refusal(path, resumes=resumes) == (
        ("`run.log` is a log of GNU parallel's own: it does not tell what awsbatch has to know"),
        OTHER_NAME,
    )


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")

    assert refusal(tmp_path / "fifo")[0] == "cannot write `fifo`: it is not a file"
    assert refusal(Path("/dev/null"))[0] == "cannot write `null`: it is not a file"
    assert refusal(tmp_path)[0] == f"cannot write `{tmp_path.name}`: it is a folder"
    folder = tmp_path / "no"
    assert refusal(folder / "log")[0] == f"cannot write `log`: there is no folder `{folder}`"


def test_a_file_that_cannot_be_written_is_told(path: Path) -> None:
    path.touch()
    path.chmod(0o400)
    # Whoever may write anything may not write this one either.
    anyone = Path("/sys/kernel/uevent_seqnum")
    found = path if not os.access(path, os.W_OK) else anyone
    if not found.exists():
        pytest.skip("there is no file here that cannot be written")

    assert refusal(found)[0] == f"cannot write `{found.name}`: permission denied"


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    name = "x" * 300

    assert refusal(tmp_path / name)[0] == f"cannot write `{name}`: file name too long"


def test_a_state_without_its_log_is_told(path: Path, state: Path, start: Open) -> None:
    run(start(), begun(1, "a"))
    assert start().close() is None
    path.unlink()
    before = state.read_bytes()

    for resumes in (True, False):
        assert refusal(path, resumes=resumes) == (
            "`run.log.state` is there, and its log `run.log` is not",
            "put the log back, or remove `run.log.state` to begin anew",
        )
    assert state.read_bytes() == before
    assert not path.exists()


def test_a_log_without_its_state_is_told(path: Path, state: Path, start: Open) -> None:
    run(start(), begun(1, "a"))
    assert start().close() is None
    state.unlink()

    assert refusal(path) == ("`run.log` is there, and its state `run.log.state` is not", ANEW)


@pytest.mark.parametrize("effects", [True, False])
def test_the_state_of_another_log_is_told(
    path: Path, state: Path, tmp_path: Path, start: Open, *, effects: bool
) -> None:
    run(start(), begun(1, "a"))
    assert start().close() is None
    other = opened(str(tmp_path / "other"), HEAD, resumes=False)
    other.start()
    if effects:
        run(other, begun(1, "b"))
    other.close()
    state.write_bytes((tmp_path / "other.state").read_bytes())

    assert refusal(path) == ("`run.log.state` is of another log than `run.log`", ANEW)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "`run.log.state` is not the state of a log"),
        (b"x", "`run.log.state` is not the state of a log"),
        (b"[]\n", "`run.log.state` is not the state of a log"),
        (b'{"kind":"awsbatch plan"}\n', "`run.log.state` is not the state of a log"),
        (
            b'{"kind":"awsbatch joblog state","format":1}\n',
            "`run.log.state` is not the state of a log",
        ),
        (
            b'{"kind":"awsbatch joblog state","format":2,"keys":[]}\n',
            "`run.log.state` is of another version of awsbatch: its format is not 1",
        ),
    ],
)
def test_what_is_no_state_is_told(
    path: Path, state: Path, start: Open, content: bytes, message: str
) -> None:
    run(start(), begun(1, "a"))
    assert start().close() is None
    state.write_bytes(content)

    assert refusal(path) == (message, ANEW)
    assert state.read_bytes() == content


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (b'"key":"0', b'"key":"1'),
        (b'"key":"00', b'"key":"'),
        (b'"check":"', b'"check":"0'),
        (b'"check"', b'"other"'),
        (b'"clock":1', b'"clock":NaN,"c":1'),
        (b'"clock":1', b'"clock":1e300,"c":1'),
        (b'"clock":1', b'"clock":' + b"[" * 3000),
    ],
)
def test_a_head_that_was_changed_is_told(
    path: Path, state: Path, start: Open, was: bytes, now: bytes
) -> None:
    run(start(), begun(1, "a"))
    assert start().close() is None
    content = state.read_bytes()
    assert was in content
    state.write_bytes(content.replace(was, now, 1))

    assert refusal(path) == ("`run.log.state` is not the state of a log", ANEW)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "[]",
        '["other"]',
        '["run","x"]',
        '["begin",1]',
        '["begin",-1,"00","00","changes",false,"a.aws:1","aws a",true]',
        f'["begin",1,"{words_of("a")}","{place_of("a")}","?",false,"a.aws:1","aws a",true]',
        f'["begin",99999999,"{words_of("a")}","{place_of("a")}","changes",false,"","",true]',
        f'["begin",1,"{words_of("a")}","00","changes",false,"","",true]',
        '["kept",0,null,true]',
        '["finally","a.aws",[],{},true,"",""]',
        '["finally","a.aws",{},{},1,"",""]',
        '["finally","a.aws",{},{},true,""]',
        '["forget",1,"x"]',
        '["forget",["x",1]]',
        '["again",["x",1]]',
        "\0\0\0\0",
        "\xff",
        "[" * 100_000,
    ],
)
def test_a_state_that_was_changed_is_told(path: Path, state: Path, start: Open, line: str) -> None:
    run(start(), begun(1, "a"))
    assert start().close() is None
    head, *rest = state.read_bytes().splitlines(keepends=True)
    state.write_bytes(b"".join([head, line.encode("latin-1") + b"\n", *rest]))

    message, hint = refusal(path)

    assert (message, hint) == ("line 2 of `run.log.state` cannot be used: it was changed", ANEW)


def test_the_last_line_of_a_state_that_was_not_written_whole_is_cut_off(
    path: Path, state: Path, start: Open
) -> None:
    log = start()
    log.state.begin(noted(begun(1, "a")))
    size = state.stat().st_size
    log.state.begin(noted(begun(2, "b")))
    with state.open("r+b") as file:
        file.truncate(state.stat().st_size - 3)
    assert log.close() is None

    again = opened(str(path), HEAD, resumes=True)

    # It was not sent.
    assert again.history().doubts == [begun(1, "a")]
    assert state.stat().st_size == size
    again.close()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("cut", [1, 30])
def test_a_last_row_that_was_not_written_whole_leaves_a_doubt(
    path: Path, start: Open, rows: int, cut: int
) -> None:
    log = start()
    for seq in range(1, rows + 1):
        run(log, begun(seq, str(seq)))
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])

    log = start()

    history = log.history()
    assert history.doubts == [begun(rows, str(rows))]
    assert history.next_seq == rows + 1
    log.append(row(begun(rows, str(rows))))
    assert path.read_bytes() == whole
    assert start().history().doubts == []


def bad(line: int, why: str) -> tuple[str, str]:
    hint = "put that line right, or take it out: a command whose row is missing is in doubt"
    return f"line {line} of `run.log` cannot be used: {why}", f"{hint}; {ANEW}"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"", "it has 1 column, not 9"),
        (formatted(row(begun(1, "a")))[:-1] + b"\tx", "it has 10 columns, not 9"),
        (formatted(row(begun(1, "a")))[:-1].replace(b"ok:", b"nice:"), None),
        (formatted(row(begun(10_000_000, "a")))[:-1], "its Seq is `10000000`"),
        (
            b"1\t:\t1.0\t     0.1\t0\t0\t0\t0\techo a",
            "it is not ours, and not of the command that has the Seq 1 before it",
        ),
        (
            b"7\t:\t1.0\t     0.1\t0\t0\t0\t0\techo a",
            "it is not ours, and not of the command that has the Seq 7 before it",
        ),
    ],
)
def test_a_bad_row_is_told(path: Path, start: Open, line: bytes, why: str | None) -> None:
    command = begun(1, "a")
    run(start(), command)
    assert start().close() is None
    content = path.read_bytes()
    path.write_bytes(content + line + b"\n" + content.removeprefix(HEADER))
    host = f"nice:{command.words}:{command.place}"
    said = why or f"its Host is `{host[:40]}…`, not `STATUS:WORDS:PLACE`"

    assert refusal(path) == bad(3, said)


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """Let no file become longer in this block: a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_is_full_leaves_no_log(path: Path, state: Path) -> None:
    for size in (0, 20, len(HEADER) + 10):
        with at_most(size):
            message, _ = refusal(path)
        assert message == "cannot write `run.log.state`: file too large"
        assert not path.exists()
        assert not state.exists()


def test_a_row_that_does_not_fit_is_not_there_in_part(path: Path, start: Open) -> None:
    log = start()
    run(log, begun(1, "a"))
    before = path.read_bytes()
    log.state.begin(noted(begun(2, "b" * 10_000)))
    with at_most(max(path.stat().st_size + 50, 1)):
        for _ in range(2):
            with pytest.raises(UnwrittenError) as raised:
                log.append(row(begun(2, "b" * 10_000)))
            assert raised.value.message == f"cannot write `{path}`: file too large"

    # And ever after: what it does not show must not be sent.
    with pytest.raises(UnwrittenError):
        log.append(row(begun(2, "b")))
    assert path.read_bytes() == before
    assert [each.seq for each in start().history().doubts] == [2]


def test_a_lock_is_gone_when_a_log_is_closed(path: Path) -> None:
    finish(opened(str(path), HEAD, resumes=False))

    with path.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_the_state_says_whose_it_is(state: Path, start: Open) -> None:
    start()

    first, *_ = state.read_text().splitlines()
    assert json.loads(first) == {
        "kind": "awsbatch joblog state",
        "format": 1,
        "key": HEAD.key.hex(),
        "check": HEAD.check,
        "clock": HEAD.clock,
    }
