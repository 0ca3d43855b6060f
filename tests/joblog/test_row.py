"""Rows of the log, written and read."""

import csv
import io
import shlex
import subprocess
from datetime import datetime, timezone

import pytest

from awsbatch.contract.journal import Call, Conclusion, Entry, Spot
from awsbatch.contract.quoting import on_one_line
from awsbatch.joblog.row import HEADER, BadRowError, Row, ended, failing, formatted, parsed

WORDS = "0123456789abcdef" * 2
PLACE = "fedcba9876543210" * 2
ROW = Row(7, "ok", WORDS, PLACE, 1_780_000_000.5, 0.25, 0, 0, "aws sts x")
STARTED = datetime(2026, 5, 28, 20, 26, 40, 500000, tzinfo=timezone.utc)
ENTRY = Entry(Call((), None, (), Spot(()), "a.aws:1"), 7, WORDS, PLACE)


def test_a_row_has_the_nine_columns_of_gnu_parallel() -> None:
    assert formatted(ROW).decode() == (
        f"7\tok:{WORDS}:{PLACE}\t1780000000.500\t     0.250\t0\t0\t0\t0\taws sts x\n"
    )
    assert formatted(ROW).count(b"\t") == HEADER.count(b"\t") == 8


def test_a_row_is_read_as_it_was_written() -> None:
    assert parsed(formatted(ROW).removesuffix(b"\n")) == ROW


@pytest.mark.parametrize(
    "words",
    [
        ["two\nlines", "a\ttab", "", "it's", '"', "***", "*", "naïve ∞", "-x", "$HOME `id`", "\\n"],
        ["x" * 100_000],
        ["\udcff\udc80", "\r", "\x1b[31m", "\0x"[1:], "\u2028", "{}", "{= die =}"],
    ],
)
def test_any_word_survives_a_shell(words: list[str]) -> None:
    command = on_one_line(["aws", *words])

    again = parsed(formatted(Row(1, "ok", WORDS, PLACE, 0, 0, 0, 0, command))[:-1]).command
    script = f"printf '%s\\0' {again}".encode(errors="surrogateescape")
    shell = subprocess.run(["/bin/bash"], input=script, capture_output=True, check=True)

    assert shell.stdout.decode(errors="surrogateescape") == "".join(
        f"{word}\0" for word in ["aws", *words]
    )


def test_a_command_that_no_shell_can_run_is_one_that_fails() -> None:
    command = failing(on_one_line(["aws", "iam", "x", "it's", "***"]))

    assert shlex.split(command) == ["false", """aws iam x 'it'"'"'s' '***'"""]
    assert subprocess.run(["/bin/bash", "-c", command], check=False).returncode == 1


@pytest.mark.parametrize(
    ("conclusion", "status", "exitval", "signal"),
    [
        (Conclusion("ok", 0, STARTED, 1.5), "ok", 0, 0),
        (Conclusion("ignored", 254, STARTED, 1.5), "ignored", 0, 0),
        (Conclusion("failed", 254, STARTED, 1.5), "failed", 254, 0),
        (Conclusion("partial", 0, STARTED, 1.5), "partial", 1, 0),
        (Conclusion("abandoned", None, STARTED, 1.5), "abandoned", 1, 2),
        (Conclusion("abandoned", None, STARTED, 1.5, in_doubt=True), "doubt", 1, 2),
        (Conclusion("failed", 124, STARTED, 1.5, in_doubt=True), "doubt", 124, 0),
        (Conclusion("ignored", 124, STARTED, 1.5, in_doubt=True), "doubt", 124, 0),
    ],
)
def test_exit_values_are_0_for_what_is_done(
    conclusion: Conclusion, status: str, exitval: int, signal: int
) -> None:
    row = parsed(ended(ENTRY, conclusion, "aws x")[:-1])

    assert row == Row(7, status, WORDS, PLACE, 1_780_000_000.5, 1.5, exitval, signal, "aws x")
    assert row.is_done == (exitval == 0)


def test_a_row_of_gnu_parallel_has_no_status() -> None:
    for host, exitval in ((":", 0), ("user@web-1", 7), ("10.0.0.1", -1)):
        line = f"3\t{host}\t1372607672.654\t     0.675\t0\t12\t{exitval}\t0\taws sts x"
        row = parsed(line.encode())
        assert (row.seq, row.status, row.exitval, row.command) == (3, "", exitval, "aws sts x")
        assert row.is_done == (exitval == 0)


def line(**changed: str) -> bytes:
    columns = dict(
        zip(HEADER.decode().split(), formatted(ROW).decode().rstrip().split("\t"), strict=True)
    )
    return "\t".join({**columns, **changed}.values()).encode()


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"", "it has 1 column, not 9"),
        (line() + b"\tx", "it has 10 columns, not 9"),
        (b"7\t\0", "it is not text"),
        (line(Seq="0"), "its Seq is `0`"),
        (line(Seq="seven"), "its Seq is `seven`"),
        (line(Starttime="now"), "its Starttime is `now`"),
        (line(JobRuntime=""), "its JobRuntime is ``"),
        (line(Send="a lot"), "its Send is `a lot`"),
        (line(Exitval="x" * 99), f"its Exitval is `{'x' * 40}…`"),
        (line(Signal="\x1b"), "its Signal is `?`"),
        (line(Host=""), "its Host is ``"),
        (line(Host=f"ok:{WORDS}"), f"its Host is `ok:{WORDS}`, not `STATUS:WORDS:PLACE`"),
        (line(Host="fine:00:00"), "its Host is `fine:00:00`, not `STATUS:WORDS:PLACE`"),
        (line(Exitval="1"), "its status is `ok`, and its Exitval 1"),
        (line(Host=f"failed:{WORDS}:{PLACE}"), "its status is `failed`, and its Exitval 0"),
    ],
)
def test_what_is_no_row_is_told(bad: bytes, why: str) -> None:
    with pytest.raises(BadRowError) as raised:
        parsed(bad)
    assert str(raised.value) == why


def test_readers_of_tables_read_it() -> None:
    told = formatted(ROW) + formatted(
        Row(8, "failed", WORDS, PLACE, 1, 2, 254, 0, """aws 'a "b'""")
    )
    rows = [
        *csv.DictReader(
            io.StringIO((HEADER + told).decode()), delimiter="\t", quoting=csv.QUOTE_NONE
        )
    ]

    assert [row["Exitval"] for row in rows] == ["0", "254"]
    assert rows[1]["Command"] == """aws 'a "b'"""
    program = "NR > 1 && $7 { print $1, $9 }"
    awk = subprocess.run(
        ["/usr/bin/awk", "-F\t", program], input=HEADER + told, capture_output=True, check=True
    )
    assert awk.stdout.decode() == """8 aws 'a "b'\n"""
