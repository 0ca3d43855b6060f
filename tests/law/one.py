"""The law for one command: the same in a fresh `aws` and in this process, after and beside others.

    .venv/bin/python -m tests.law.one 'logs describe-log-groups --limit 5' [ANSWER]

Every request is answered by ANSWER, `{}` if there is none. Differences are
printed, and then the exit status is 1. The words of usage errors may differ:
awsbatch cuts them down to the sentence that helps, verbatim or not.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.aws.version.installed import USAGE_STATUS
from tests.aws.batch import Batch, Ran, fresh
from tests.aws.recorder import Recorded, Recorder, recording

_BEFORE = "logs describe-log-groups --region eu-central-1 --query a --output text"


def _environment(folder: str, recorder: Recorder) -> dict[str, str]:
    return {
        "HOME": folder,
        "AWS_CONFIG_FILE": f"{folder}/config",
        "AWS_SHARED_CREDENTIALS_FILE": f"{folder}/credentials",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": recorder.url,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _cut(ran: Ran) -> Ran:
    return replace(ran, stderr="") if ran.exit_status == USAGE_STATUS else ran


def _told(requests: list[Recorded]) -> object:
    """Return what must be the same of requests; connections may differ."""
    told = [
        (each.method, each.path, each.body, each.key, each.region, each.service, each.target)
        for each in requests
    ]
    requests.clear()
    return told


def differences(line: str, recorder: Recorder) -> Iterator[str]:
    """Yield what is not the same in this process as in a fresh `aws`."""
    theirs = _cut(fresh(line)), _told(recorder.requests)
    for verbatim in (False, True):
        with InProcessRunner(verbatim=verbatim) as runner:
            batch = Batch(runner)
            for before in (_BEFORE, line):
                batch.run(before)
                recorder.requests.clear()
                ours = _cut(batch.run(line)), _told(recorder.requests)
                for their, our in zip(theirs, ours, strict=True):
                    if their != our:
                        yield f"after `{before}`, verbatim={verbatim}:\n  {their}\n  {our}"


def main() -> int:
    """Print the differences for the command on the command line."""
    if not sys.argv[1:]:
        sys.exit(__doc__)
    line, answer = sys.argv[1], (sys.argv[2:] or ["{}"])[0].encode()
    with tempfile.TemporaryDirectory() as folder, recording() as recorder:
        recorder.answer = lambda _: (200, answer)
        for name in [*os.environ]:
            # `import awscli` sets the one, for the CLI's own use.
            if name.startswith("AWS") and name != "AWS_DATA_PATH":
                del os.environ[name]
        os.environ.update(_environment(folder, recorder))
        os.chdir(Path(__file__).parent.parent.parent)
        found = [*differences(line, recorder)]
    sys.stdout.write("\n".join(found) + "\n" if found else "the same\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
