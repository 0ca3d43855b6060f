"""What is known of commands of a kind, and how often AWS is asked for it."""

from collections.abc import Callable, Sequence

import pytest

from awsbatch.contract.cancellation import Cancellation
from awsbatch.contract.effect import Effect
from awsbatch.contract.plan import Target
from awsbatch.contract.signer import Keys, Role, Signer
from awsbatch.contract.word import Data, Word
from awsbatch.joblog.account_notes import AccountNotes
from awsbatch.joblog.keyed_digest import KeyedDigest
from awsbatch.joblog.target_book import Aim, TargetBook
from awsbatch.joblog.words_key import literal_text
from tests.contract.fake_runner import FakeRunner
from tests.contract.option_table import OPTIONS


class Places(FakeRunner):
    """Answers with a target that its tests choose."""

    def __init__(self, target: Target | None = None) -> None:
        super().__init__()
        self.given = target
        self.known = False
        """Whether nobody needs to be asked for the account of `K1`."""

    def target(
        self,
        words: Sequence[Word],
        *,
        signer: Signer | None,
        cancellation: Cancellation,
        knows: Callable[[str], bool] | None = None,
    ) -> Target:
        self.known = knows is not None and knows("K1")
        found = super().target(words, signer=signer, cancellation=cancellation)
        return self.given or found


def words(line: str) -> list[Word]:
    """Return words of which those in angle brackets are values."""
    return [(Data(word[1:-1]),) if word[0] == "<" else (word,) for word in line.split()]


class Asking:
    """A book that is asked as a journal does."""

    def __init__(
        self, runner: FakeRunner | None = None, noted: dict[str, str | None] | None = None
    ) -> None:
        self.runner = runner or Places()
        self.noted: dict[str, str | None] = {} if noted is None else noted
        self.added: list[str | None] = []
        self.warnings: list[str] = []
        digest = KeyedDigest(b"k")
        notes = AccountNotes(
            self.noted,
            digest,
            lambda _, account: self.added.append(account),
            lambda warning: self.warnings.append(warning.message),
        )
        self.book = TargetBook(self.runner, OPTIONS, digest, notes)

    def aim(self, line: str, signer: Signer | None = None) -> Aim:
        given = words(line)
        found = self.book.find(given, signer, literal_text(given))
        if found is None:
            self.book.learn(given, signer, Cancellation())
            found = self.book.find(given, signer, literal_text(given))
        assert found is not None
        assert found == self.book.find(given, signer)
        return found


def test_one_question_answers_for_all_values() -> None:
    asking = Asking()
    lines = [f"logs delete --name g{n} --tag t" for n in range(9)]
    lines += ["logs delete --name <g> --tag t", "logs delete --name=a --tag t"]

    assert len({asking.aim(line).mark for line in lines}) == 1
    assert [line for line, _ in asking.runner.sought] == [lines[0], lines[-1]]
    assert len(asking.runner.asked) == len(asking.runner.asked_for_token) == 2


@pytest.mark.parametrize(
    "lines",
    [
        ("logs delete --name g", "logs delete --other g"),
        ("logs delete --name g", "logs create --name g"),
        ("logs delete --name g", "s3 delete --name g"),
        ("logs delete --region a", "logs delete --region b"),
        ("logs delete --region <a>", "logs delete --region <b>"),
        ("logs delete --region=a", "logs delete --region=b"),
        ("logs delete --reg a", "logs delete --reg b"),
        ("--region a logs delete", "--region b logs delete"),
        ("--region a logs delete", "--region a logs create"),
        ("logs --region a delete", "logs --region a create"),
        ("logs delete --name g", "logs delete --no-sign-request --name g"),
    ],
)
def test_what_may_go_elsewhere_is_asked_for_by_itself(lines: tuple[str, str]) -> None:
    asking = Asking()
    for line in (*lines, *lines):
        asking.aim(line)
    assert len(asking.runner.sought) == len(lines)


def test_each_signer_has_a_target() -> None:
    asking = Asking()
    one, other = Keys("K1", "s"), Keys("K2", "s")
    marks = [asking.aim("logs delete", signer).mark for signer in (None, one, other, one)]
    assert len({*marks}) == 3
    assert marks[1] == marks[3]
    assert len(asking.runner.sought) == 3


def mark(target: Target, signer: Signer | None = None) -> str:
    return Asking(Places(target)).aim("logs delete", signer).mark


def test_each_part_of_a_target_makes_another_one() -> None:
    told = [
        Target(),
        Target("1"),
        Target("1", "r"),
        Target("1", None, "r"),
        Target("1", None, None, "r"),
        Target("1", "r", "e", "p"),
    ]
    assert len({mark(each) for each in told}) == len(told)


def test_the_key_stands_for_an_account_that_nobody_tells() -> None:
    assert mark(Target(None, "r", access_key="K1")) != mark(Target(None, "r", access_key="K2"))
    assert mark(Target(None, "r", access_key="K1")) == mark(Target("K1", "r"))


def test_what_stood_for_the_account_of_a_key_does_in_all_runs() -> None:
    told = Target("1", "r", access_key="K1")
    silent = Target(None, "r", access_key="K1", unknown_account="no answer", credentials="the key")
    for first, second, account, warnings in (
        (told, silent, "1", []),
        (silent, told, None, ["the account of the key cannot be learned: no answer"]),
    ):
        one = Asking(Places(first))
        mark = one.aim("logs delete").mark
        assert one.aim("logs create").mark == mark
        assert (one.added, one.warnings) == ([account], warnings)
        places = Places(second)
        other = Asking(places, one.noted)
        assert other.aim("logs delete").mark == mark
        assert places.known
        assert (other.added, other.warnings) == ([], [])


def test_the_account_of_another_key_is_asked_for() -> None:
    one = Asking(Places(Target("1", access_key="K2")))
    one.aim("logs delete")
    places = Places(Target("1", access_key="K1"))
    other = Asking(places, one.noted)
    assert other.aim("logs delete").mark == one.aim("logs delete").mark
    assert not places.known
    assert other.added == ["1"]


def test_the_name_of_a_key_and_why_an_account_is_not_known_are_no_part_of_it() -> None:
    assert mark(Target("1", credentials="a")) == mark(Target("1", credentials="b"))
    assert mark(Target(unknown_account="a")) == mark(Target(unknown_account="b"))


def told(line: str, target: Target) -> str:
    asking = Asking(Places(target))
    return asking.book.text(words(line), asking.aim(line))


@pytest.mark.parametrize(
    ("line", "target", "text"),
    [
        ("logs delete --region r --name g", Target("1", "r"), "logs delete --name g"),
        ("--reg=r logs delete", Target("1", "r"), "logs delete"),
        ("logs delete --region <r>", Target("1", "r"), "logs delete"),
        ("iam delete --region r", Target("1"), "iam delete"),
        ("iam delete --region r", Target(access_key="K"), "iam delete"),
        ("logs delete --profile p", Target("1", "r", None, "p"), "logs delete"),
        ("logs delete --endpoint-url u", Target("1", "r", "u"), "logs delete"),
        ("logs delete --cli-read-timeout 9 --debug", Target("1", "r"), "logs delete"),
        ("logs delete --query a --region r", Target("1", "r"), "logs delete --query a"),
        # Where it is not known what is in effect, it is what the words say.
        ("logs delete --region r", Target(unknown_account="no"), "logs delete --region r"),
        ("logs delete --profile p", Target("1", "r"), "logs delete --profile p"),
        ("logs delete --endpoint-url u", Target("1", "r"), "logs delete --endpoint-url u"),
        ("logs delete --region-name r", Target("1", "r"), "logs delete --region-name r"),
        ("logs delete -- --region r", Target("1", "r"), "logs delete -- --region r"),
    ],
)
def test_what_the_target_tells_is_no_part_of_the_words(
    line: str, target: Target, text: str
) -> None:
    assert told(line, target) == text.replace(" ", "\0")


def test_what_is_no_operation_keeps_a_region_that_nothing_tells() -> None:
    class HandWritten(Places):
        def takes_token(self, words: Sequence[Word]) -> bool | None:
            del words
            return None

    asking = Asking(HandWritten(Target("1")))
    line = "configure set --region r"
    assert asking.book.text(words(line), asking.aim(line)) == line.replace(" ", "\0")


def test_a_role_is_part_of_it_and_not_the_keys_that_it_has_this_time() -> None:
    role, other = Role("arn:1", "session"), Role("arn:2", "session")
    first, again = Target(None, "r", access_key="K1"), Target(None, "r", access_key="K2")
    assert mark(first, role) == mark(again, role) != mark(first, other)
    assert mark(first, role) == mark(first, Role("arn:1", "another", source=Keys("K", "s")))


def test_keys_that_a_script_gives_are_known_by_their_account() -> None:
    target = Target("1", "r")
    assert mark(target, Keys("K1", "s")) == mark(target, Keys("K2", "s"))


def test_it_is_asked_for_anew_once_credentials_may_be_others() -> None:
    asking = Asking()
    asking.aim("logs delete")
    asking.runner.look_again()
    assert asking.book.find(words("logs delete"), None, "logs\0delete") is None
    asking.aim("logs delete")
    assert len(asking.runner.sought) == 2


def test_nothing_is_kept_of_what_an_abandoned_command_was_told() -> None:
    asking = Asking()
    cancellation = Cancellation()

    class Abandoning(Places):
        def target(self, *_: object, **__: object) -> Target:
            cancellation.abandon()
            return Target()

    asking = Asking(Abandoning())
    asking.book.learn(words("logs delete"), None, cancellation)
    assert asking.book.find(words("logs delete"), None) is None


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("logs delete", Effect.CHANGES),
        ("take it", Effect.TAKES),
        ("get it", None),
        ("configure it", None),
    ],
)
def test_only_what_the_kind_of_a_command_does_for_sure_is_kept(
    line: str, effect: Effect | None
) -> None:
    assert Asking().aim(line).effect is effect


def test_what_is_no_operation_is_asked_for_its_effect_each_time() -> None:
    class HandWritten(Places):
        def takes_token(self, words: Sequence[Word]) -> bool | None:
            del words
            return None

    aim = Asking(HandWritten()).aim("s3 cp")
    assert (aim.effect, aim.takes_token) == (None, False)


def test_an_operation_takes_a_token_or_not() -> None:
    asking = Asking()
    assert [asking.aim(line).takes_token for line in ("create it", "delete it")] == [True, False]


def test_thousands_of_kinds_are_not_kept() -> None:
    asking = Asking()
    for number in range(3_000):
        asking.aim(f"logs delete --region r{number} --o{number} x")
    kept = asking.book
    assert len(kept._aims) <= 1_000
    assert len(kept._plain_aims) <= 1_000
    assert len(kept._takes_value) <= 1_001


REGION = Target(account="123456789012", region="r1", access_key="K1")


@pytest.mark.parametrize(
    "line",
    [
        "logs delete --name {} --region r1",
        "logs delete --name {} --region=r1",
        "logs delete --name {} --region r1 --no-verify-ssl",
        "logs delete --names {} b --reg r1",
    ],
)
def test_a_line_is_told_without_the_options_at_its_end_that_are_told_by_its_target(
    line: str,
) -> None:
    asking = Asking(Places(REGION))
    for name in "gh":
        given = words(line.format(name))
        aim = asking.aim(line.format(name))
        literal = literal_text(given)
        assert literal is not None
        assert aim.tail is not None
        assert literal.removesuffix(aim.tail) == asking.book.text(given, aim)
    assert len(asking.runner.sought) == 1


@pytest.mark.parametrize(
    "line",
    [
        "logs delete --name {}",
        "logs delete --region r1 --name {}",
        "logs --region r1 delete --name {}",
        "logs delete --name {} --region r1 --output json",
        "logs delete --region r1 {}",
    ],
)
def test_a_line_with_other_words_at_its_end_is_told_word_for_word(line: str) -> None:
    asking = Asking(Places(REGION))
    assert [asking.aim(line.format(name)).tail for name in "gh"] == [None, None]


def test_another_value_at_the_end_of_a_line_is_another_kind() -> None:
    asking = Asking(Places(REGION))
    lines = [f"logs delete --name {name} --region r{n}" for name in "gh" for n in (1, 2)]
    assert [asking.aim(line).tail for line in lines] == ["\0--region\0r1", "\0--region\0r2"] * 2
    assert len(asking.runner.sought) == 2
