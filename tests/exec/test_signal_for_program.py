import signal

import pytest

from awsbatch.exec.front_process import Sent, is_for_program

PROGRAM, ANOTHER = 1000, 2000


@pytest.mark.parametrize(
    ("number", "sender", "is_passed_on"),
    [
        (signal.SIGTERM, ANOTHER, True),
        (signal.SIGINT, ANOTHER, True),
        (signal.SIGQUIT, ANOTHER, True),
        (signal.SIGUSR1, ANOTHER, True),
        # The terminal sends these to the program as well,
        (signal.SIGINT, None, False),
        (signal.SIGQUIT, None, False),
        # but this one to the first process of its session alone.
        (signal.SIGHUP, None, True),
        # `kill 0` in the program.
        (signal.SIGTERM, PROGRAM, False),
        (signal.SIGCHLD, None, False),
        (signal.SIGCHLD, ANOTHER, False),
    ],
)
def test_what_is_for_the_program_alone_is_passed_on(
    number: int, sender: int | None, *, is_passed_on: bool
) -> None:
    assert is_for_program(Sent(number, sender), PROGRAM) is is_passed_on
