from awsbatch.contract.first_signing import FirstSigning


def test_the_first_request_wakes_who_waits_once() -> None:
    signing, woken = FirstSigning(), []
    signing.on_pass = lambda: woken.append(signing.is_over)

    signing.note(signed=False)
    signing.note(signed=True)

    assert woken == [False]
    assert signing.is_over


def test_what_is_not_signed_says_nothing_of_who_signs() -> None:
    signing = FirstSigning()

    signing.note(signed=False)

    assert (signing.is_passed, signing.is_over) == (True, False)
