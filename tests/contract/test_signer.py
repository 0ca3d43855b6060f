"""Who signs, as data that may go to another process and shows no secret."""

import pickle

from awsbatch.contract.signer import Keys, Profile, Role

KEYS = Keys("AKIA1", "the secret", "the token")


def test_no_text_shows_a_secret() -> None:
    role = Role("arn:aws:iam::111111111111:role/a", "me", source=KEYS)
    for text in (repr(KEYS), str(KEYS), repr(role), f"{role}"):
        assert "the secret" not in text
        assert "the token" not in text
        assert "AKIA1" in text


def test_a_signer_goes_to_another_process() -> None:
    role = Role("arn:aws:iam::111111111111:role/a", "me", "x", KEYS, "p", "r")
    copy = pickle.loads(pickle.dumps(role))  # noqa: S301 (made here)
    assert copy == role
    assert (copy.profile, copy.region) == ("p", "r")


def test_a_role_is_another_one_by_its_name_session_external_id_or_source() -> None:
    one = Role("arn", "me", "x", Profile("p"), "p", "eu-west-1")
    assert one == Role("arn", "me", "x", Profile("p"), "q", "us-east-1")
    others = [
        Role("other", "me", "x", Profile("p")),
        Role("arn", "you", "x", Profile("p")),
        Role("arn", "me", None, Profile("p")),
        Role("arn", "me", "x", Profile()),
        Role("arn", "me", "x", KEYS),
        Role("arn", "me", "x", Role("arn", "me", "x", Profile("p"))),
    ]
    assert one not in others
    assert len({one, *others}) == len(others) + 1
