"""Every place where awsbatch writes bytes, and what keeps secrets out of them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import awsbatch

ROOT = Path(awsbatch.__file__).parent
WRITING = {
    "NamedTemporaryFile",
    "TemporaryFile",
    "mkstemp",
    "print",
    "pwrite",
    "sendall",
    "sendmsg",
    "write",
    "write_bytes",
    "write_text",
    "writelines",
}
SAFE = {"console.print", "self._console.print"}
"""The console masks what it is given: see `tests/report/test_console.py`."""
OWN = "what a command itself writes"
SINK = "a sink, for what commands write: a report or the console masks what awsbatch passes on"
PEER = "another process of awsbatch, which masks what it tells"
WIRE = "requests of commands, and their answers"
KNOWN = "no text that has values of a script"
WAYS_OUT = {
    "aws/fast_path/exchange/exchanging_pool.py": WIRE,
    "aws/isolation/descriptor.py": OWN,
    "aws/isolation/output_path.py": OWN,
    "aws/plain_runner.py": OWN,
    "aws/refusal_report.py": OWN,
    "aws/version/v1.py": OWN,
    "check/word_use.py": "no bytes: it notes that a word writes a name",
    "cli/bound/confirmation.py": "the question is masked by its caller",
    "cli/bound/saving.py": "see `runner/plan_file.py`",
    "cli/exec/fresh_call.py": PEER,
    "cli/last_word.py": "through the console",
    "contract/outcome.py": SINK,
    "door/entrance.py": PEER,
    "door/handover.py": PEER,
    "door/knock.py": KNOWN,
    "door/plugin/awsbatch_door.py": KNOWN,
    "door/plugin_file.py": KNOWN,
    "engine/command/command_walk.py": OWN,
    "engine/command/deadline.py": SINK,
    "engine/command/redirect.py": "a secret that is printed to a file is a failure before",
    "exec/call.py": PEER,
    "exec/channel.py": PEER,
    "exec/client/aws.py": PEER,
    "exec/client_program.py": KNOWN,
    "exec/client_source.py": KNOWN,
    "exec/front_link.py": PEER,
    "exec/worker.py": OWN,
    "exec/working/own_stream.py": OWN,
    "joblog/appended_file.py": "as `joblog/log_opening.py`",
    "joblog/log_opening.py": "rows and records as they were masked: `joblog/run_journal.py`",
    "output/file.py": SINK,
    "output/own_descriptor.py": SINK,
    "output/spool.py": SINK,
    "output/tap.py": SINK,
    "output/text_stream.py": SINK,
    "output/withheld.py": SINK,
    "report/console.py": "it masks messages, the bar and the standard error of commands",
    "report/json_lines.py": "output of a command that is too long for its object, masked with it",
    "report/masked_sink.py": "it masks",
    "report/own_stderr.py": "it masks",
    "report/plan/waiting_line.py": SINK,
    "report/standard_stream.py": "for the console",
    "runner/plan_file.py": "words of commands as they are shown, and marks",
    "sandbox/server.py": WIRE,
    "sandbox/server_main.py": KNOWN,
    "sandbox/server_process.py": KNOWN,
}


def calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in WRITING:
                yield ast.unparse(node.func)
            case ast.Attribute(value=ast.Name(id="os"), attr="write"):
                yield "os.write"
            case _:
                pass


def test_each_way_out_is_known() -> None:
    found = {
        file.relative_to(ROOT).as_posix()
        for file in ROOT.rglob("*.py")
        if {*calls(ast.parse(file.read_text(encoding="utf-8")))} - SAFE
    }
    assert found == {*WAYS_OUT}
