from awsbatch.fault.style import Style, Styled, joined


def test_a_text_is_its_parts_without_their_styles() -> None:
    text = Style.ERROR.of("error:") + " no file"

    assert str(text) == "error: no file"
    assert text.parts == (("error:", Style.ERROR), (" no file", None))


def test_text_is_put_before_and_after_a_style() -> None:
    assert "in " + Style.HINT.of("a") + Style.FAILURE.of("b") == Styled(
        (("in ", None), ("a", Style.HINT), ("b", Style.FAILURE))
    )


def test_texts_are_joined_as_strings_are() -> None:
    text = joined(", ", ["5 succeeded", Style.FAILURE.of("2 failed"), "1 skipped"])

    assert str(text) == "5 succeeded, 2 failed, 1 skipped"
    assert ("2 failed", Style.FAILURE) in text.parts


def test_nothing_joined_is_an_empty_text() -> None:
    assert str(joined(", ", [])) == ""
