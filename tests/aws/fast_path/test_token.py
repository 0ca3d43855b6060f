"""Idempotency tokens that a command is given: they cost no shortcut, and change nothing else."""

import argparse

import awscli.clidriver
import botocore.endpoint

from awsbatch.aws.in_process_runner import InProcessRunner
from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.idempotency_token import IdempotencyTokens
from awsbatch.output.memory import Memory
from tests.aws.fast_path.test_hot_path import called
from tests.aws.recorder import Recorded, Recorder

_LINE = (
    "ssm create-maintenance-window --name night --schedule rate(1day) --duration 2 --cutoff 1"
    " --allow-unassociated-targets"
)
_GIVEN = f"{_LINE} --client-token given"
_LONG_WAYS = [
    awscli.clidriver.ServiceOperation.__call__,
    argparse.ArgumentParser._parse_known_args,
    botocore.endpoint.Endpoint.make_request,
]


def run(pool: InProcessRunner, line: str, tokens: IdempotencyTokens | None) -> None:
    words = [(word,) for word in line.split()]
    out, err = Memory(), Memory()
    outcome = pool.run(words, stdout=out, stderr=err, cancellation=Cancellation(), tokens=tokens)
    assert outcome.exit_status == 0, err.text()


def sent(recorder: Recorder, token: str) -> Recorded:
    """Return the last request, which must have a token."""
    request = recorder.requests[-1]
    assert request.parameters["ClientToken"] == token
    return request


def test_a_line_with_tokens_takes_the_short_way(recorder: Recorder) -> None:
    seeds = [f"seed {number}".encode() for number in range(5)]
    expected = [IdempotencyTokens(seed).take() for seed in seeds]
    with InProcessRunner() as pool:
        for seed in seeds[:-1]:
            run(pool, _LINE, IdempotencyTokens(seed))
        codes = called(lambda: run(pool, _LINE, IdempotencyTokens(seeds[-1])))

    assert [each.__code__ for each in _LONG_WAYS if each.__code__ in codes] == []
    assert [*map(token_of, recorder.requests)] == expected


def test_nothing_but_the_token_is_another(recorder: Recorder) -> None:
    tokens = IdempotencyTokens(b"seed")
    token = tokens.take()
    bodies = []
    for verbatim in (False, True):
        with InProcessRunner(verbatim=verbatim) as pool:
            for _ in range(4):
                tokens.begin_attempt()
                run(pool, _LINE, tokens)
                bodies.append(sent(recorder, token).body)
            run(pool, _LINE, None)
    (own, other) = (
        each.parameters["ClientToken"]
        for each in recorder.requests
        if each.parameters["ClientToken"] != token
    )
    assert isinstance(own, str)
    assert own != other
    assert {*bodies} == {recorder.requests[4].body.replace(own.encode(), token.encode())}


def test_a_token_that_the_line_gives_stays(recorder: Recorder) -> None:
    with InProcessRunner() as pool:
        for _ in range(3):
            run(pool, _GIVEN, IdempotencyTokens(b"seed"))
    assert [*map(token_of, recorder.requests)] == ["given"] * 3


def token_of(request: Recorded) -> object:
    return request.parameters["ClientToken"]


def test_each_attempt_sends_the_same(recorder: Recorder) -> None:
    tokens = IdempotencyTokens(b"seed")
    with InProcessRunner() as pool:
        for _ in range(3):
            run(pool, _LINE, tokens)
    assert len({*map(token_of, recorder.requests)}) == 1
