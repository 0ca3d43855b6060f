import pytest

from awsbatch.fault.suggestion import alike, choice, meant, nearest


@pytest.mark.parametrize(
    ("name", "names", "near"),
    [
        ("--regoin", ["--output", "--region"], "--region"),
        ("region", ["--output", "--region"], "--region"),
        ("Groups", ["group", "groups"], "groups"),
        ("bucketname", ["BucketNames", "bucket-name"], "bucket-name"),
        ("--no", ["--xy", "--zz"], None),
        ("name", [], None),
    ],
)
def test_the_nearest_name_is_one_that_differs_in_case_only_or_else_in_little(
    name: str, names: list[str], near: str | None
) -> None:
    assert nearest(name, names) == near


def test_how_like_a_name_must_be_is_the_callers_choice() -> None:
    assert nearest("value", ["values_of"]) == "values_of"
    assert nearest("value", ["values_of"], likeness=0.9) is None


@pytest.mark.parametrize(
    ("form", "hint"),
    [("{}", "did you mean `length`?"), ("{}()", "did you mean `length()`?")],
)
def test_the_name_that_was_meant_is_shown_as_it_is_written(form: str, hint: str) -> None:
    assert meant("lenght", ["length", "map"], form=form) == hint


def test_nothing_is_meant_by_a_name_like_no_other() -> None:
    assert meant("quux", ["length", "map"]) is None


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        (["text", "json"], "did you mean `json`?"),
        (["text", "table"], "write `text` or `table`"),
        (["a", "b", "c", "d", "e", "f", "g"], None),
        ([], None),
    ],
)
def test_a_few_names_are_all_offered_where_none_is_near(names: list[str], hint: str) -> None:
    assert choice("jsno", names) == hint


def test_as_many_names_are_alike_as_argparse_suggests() -> None:
    names = ["describe-a", "describe-b", "describe-c", "describe-d", "list"]

    assert alike("describe", names) == ["describe-d", "describe-c", "describe-b"]
