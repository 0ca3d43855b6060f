"""The leader of a terminal's session, as a shell is one: it runs command lines, each in front.

It has the terminal as its standard descriptors, and is given the numbers of two pipes: from one
it reads command lines as JSON, to the other it writes the process of each, and its exit status.
"""

import fcntl
import json
import os
import signal
import sys
import termios


def main(asked: int, told: int) -> None:
    """Run the command lines that are asked for, until nobody asks any more."""
    for pipe in (asked, told):
        os.set_inheritable(pipe, False)  # noqa: FBT003 (it has no name)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    # Who is not in front may not choose who is.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    with open(asked) as lines:
        for line in lines:
            process = _started(json.loads(line))
            os.write(told, b"%d\n" % process)
            status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            os.tcsetpgrp(0, os.getpgrp())
            os.write(told, b"%d\n" % status)


def _started(line: str) -> int:
    process = os.fork()
    if process == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execv("/bin/sh", ["sh", "-c", line])  # noqa: S606 (a shell is what is wanted)
    return process


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
