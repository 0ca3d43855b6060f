from uuid import UUID

from awsbatch.contract.idempotency_token import IdempotencyTokens


def taken(tokens: IdempotencyTokens, count: int) -> list[str]:
    return [tokens.take() for _ in range(count)]


def test_each_attempt_takes_the_same_tokens() -> None:
    tokens = IdempotencyTokens()
    first = taken(tokens, 2)
    tokens.begin_attempt()
    assert taken(tokens, 3)[:2] == first
    assert len({*first}) == 2


def test_tokens_of_no_seed_are_those_of_one_command() -> None:
    assert IdempotencyTokens().take() != IdempotencyTokens().take()


def test_tokens_of_a_seed_are_the_same_in_another_run() -> None:
    first, again = (taken(IdempotencyTokens(b"seed"), 3) for _ in range(2))
    assert first == again
    assert len({*first}) == 3
    assert taken(IdempotencyTokens(b"another"), 3) != first


def test_a_token_of_a_seed_looks_like_one_of_botocore() -> None:
    token = IdempotencyTokens(b"seed").take()
    assert UUID(token).version == 4
    assert str(UUID(token)) == token
