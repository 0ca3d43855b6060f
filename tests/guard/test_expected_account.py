"""Credentials of other accounts than those that are meant."""

from awsbatch.contract.guard import Errand, Refusal, Request, Signature
from awsbatch.contract.plan import Target
from awsbatch.guard.all_guards import AllGuards
from awsbatch.guard.expected_account import ExpectedAccounts

ONE, TWO, THREE = "111111111111", "222222222222", "333333333333"


def refusal(signature: Signature | None, *ids: str) -> Refusal | None:
    return ExpectedAccounts(ids).refusal(Request(changes=True, signature=signature), Errand(1))


def test_what_nobody_signs_is_let_through() -> None:
    assert refusal(None, ONE) is None


def test_each_expected_account_is_let_through() -> None:
    assert refusal(Signature("the profile `p`", ONE), ONE, TWO) is None
    assert refusal(Signature("the profile `p`", TWO), ONE, TWO) is None


def test_another_account_is_named_with_what_to_pass() -> None:
    assert refusal(Signature("the profile `p`", THREE), ONE, TWO) == Refusal(
        f"the account of the profile `p` is `{THREE}`, and `--expect-account` expects `{ONE}` or"
        f" `{TWO}`",
        f"choose credentials of `{ONE}` or `{TWO}`; if `{THREE}` is meant, pass"
        f" `--expect-account {THREE}` as well",
    )


def test_an_account_that_nobody_tells_is_refused() -> None:
    assert refusal(Signature("the role `r`", None, "AccessDenied: no"), ONE) == Refusal(
        "the account of the role `r` cannot be learned: AccessDenied: no",
        "without `--expect-account`, it is not asked for",
    )
    at = Signature("the role `r`", None, "Could not connect.", "http://localhost:9000")
    assert refusal(at, ONE) == Refusal(
        "the account of the role `r` cannot be learned from STS at `http://localhost:9000`: could"
        " not connect",
        "`AWS_ENDPOINT_URL_STS` says where STS is; without `--expect-account`, it is not asked",
    )


def test_what_goes_somewhere_is_held_if_its_account_was_asked_for() -> None:
    guard = ExpectedAccounts([ONE])
    assert guard.of_target(Target(ONE, credentials="the key `k`")) is None
    assert guard.of_target(Target(credentials="the key `k`")) is None
    assert guard.of_target(Target(unknown_account="there are no credentials")) is None
    at = "http://localhost:9000"
    nobody = Target(endpoint=at, credentials="the key `k`", unknown_account="no")
    assert guard.of_target(nobody) == guard.of(Signature("the key `k`", None, "no", at))


class Counting:
    """A guard that counts what it is asked."""

    asked = 0

    def refusal(self, request: Request, errand: Errand) -> Refusal | None:
        del request, errand
        self.asked += 1
        return None


def test_a_guard_after_one_that_refuses_is_not_asked() -> None:
    counting = Counting()
    guards = AllGuards([ExpectedAccounts([ONE]), counting])
    wrong = Request(changes=True, signature=Signature("the profile `p`", TWO))
    assert guards.refusal(wrong, Errand(1)) is not None
    assert counting.asked == 0
    assert guards.refusal(Request(changes=True), Errand(1)) is None
    assert counting.asked == 1
