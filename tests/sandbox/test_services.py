"""A command of every service that moto has, as one file."""

import json
import shlex
from pathlib import Path

import pytest

from tests.aws_cli import of_version
from tests.sandbox.run import ROOT, run

SERVICES: "dict[str, list[str] | str]" = json.loads(
    (ROOT / "tests" / "data" / "moto_services.json").read_text()
)
"""A command for each of moto's services, or why there is none."""

_CAME_LATER = of_version(
    {
        "2.9": (
            "appsync athena bedrock bedrockagent bedrockagentcore bedrockagentcorecontrol"
            " bedrockruntime devopsagent dsql logs mediapackagev2 osis paymentcryptography"
            " s3tables s3vectors timestreaminfluxdb vpclattice"
        )
    },
    "",
).split()
"""Those whose service or operation this version of the AWS CLI lacks."""

COMMANDS = {
    name: words
    for name, words in SERVICES.items()
    if isinstance(words, list) and name not in _CAME_LATER
}

NOT_SERVICES = {"instance_metadata", "moto_api._internal"}


def test_every_service_that_moto_has_is_in_the_table() -> None:
    backends = pytest.importorskip("moto.backend_index", exc_type=ImportError).backend_url_patterns
    assert {name for name, _ in backends} - NOT_SERVICES <= SERVICES.keys()


@pytest.mark.law
def test_the_sandbox_answers_for_every_service(tmp_path: Path) -> None:
    script = tmp_path / "services.aws"
    # Some services answer that they know none of the things in the request.
    lines = (f"@ignore=Partial {shlex.join(words)}\n" for words in COMMANDS.values())
    script.write_text("".join(lines))
    exit_status, results = run(script)
    failed = {
        name: result
        for name, result in zip(COMMANDS, results, strict=True)
        if result["status"] not in ("ok", "ignored")
    }
    assert failed == {}
    assert exit_status == 0
