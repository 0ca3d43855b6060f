"""What the document says of moving to version 2 is so, on the version that is installed.

All blocks for it under a heading send the same, which is what `moving.json` has
of them: requests that version 1 has sent by its own block, and version 2 by its.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.aws.recorder import Recorded, recording
from tests.aws_cli import VERSION
from tests.documents.block import BLOCKS, Block

SENT = Path(__file__).parent / "moving.json"
EXPECTED = json.loads(SENT.read_text(encoding="utf-8"))
FOR_THIS_VERSION = [block for block in BLOCKS if str(VERSION) in (block.versions or "")]
SENDING = [block for block in FOR_THIS_VERSION if block.heading in EXPECTED]
GIVEN = {"hello.txt": "hello", "stack.yaml": "Resources: {}"}
ANSWER = b'{"CiphertextBlob": "aGVsbG8=", "Plaintext": "aGVsbG8="}'


def _awsbatch(verb: str, block: Block, folder: Path, *options: str) -> str:
    """Return what a verb says of a block, whose files are in the folder."""
    for name, text in GIVEN.items():
        (folder / name).write_text(text)
    (folder / "block.aws").write_text(block.text)
    done = subprocess.run(
        [sys.executable, "-m", "awsbatch", verb, "-q", *options, "block.aws"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def _shown(request: Recorded) -> dict[str, object]:
    body: object = request.body.decode()
    if request.target:
        body = request.parameters
    return {"region": request.region, "target": request.target, "body": body}


def test_each_version_has_blocks_that_send_something() -> None:
    assert len(SENDING) > 4
    assert {*EXPECTED} <= {block.heading for block in BLOCKS if block.versions}


@pytest.mark.parametrize("block", FOR_THIS_VERSION, ids=str)
def test_there_is_nothing_wrong_with_a_block(block: Block, tmp_path: Path) -> None:
    found = _awsbatch("check", block, tmp_path)
    assert "error: " not in found
    # What only one of the versions takes so is what the document tells of.
    assert "warning: " not in found or block.versions != "12"


@pytest.mark.parametrize("block", SENDING, ids=str)
def test_the_blocks_under_a_heading_send_the_same(block: Block, tmp_path: Path) -> None:
    with recording() as recorder:
        recorder.answer = lambda _: (200, ANSWER)
        shown = _awsbatch("run", block, tmp_path, "--endpoint-url", recorder.url)
    assert [_shown(request) for request in recorder.requests] == EXPECTED[block.heading], shown
