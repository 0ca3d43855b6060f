"""`awsbatch`, and `python -m awsbatch`."""

import atexit
import os
import sys
import threading


def main() -> int:
    """Run awsbatch, and end the process with its exit status, for an early Ctrl-C as well.

    Gives the status where what is still to be written cannot be: the interpreter tells of it.
    """
    try:
        from awsbatch.cli import main as cli

        status = cli.main()
    except KeyboardInterrupt:
        status = 130
    if threading.active_count() == 1:
        # Python has no public name for what is to be done at its end.
        atexit._run_exitfuncs()  # noqa: SLF001
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
        except OSError:
            return status
    # The interpreter would first take apart all that the AWS CLI is made of, which takes as long
    # as a quick command; and wait for abandoned commands, and for an input that never comes.
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
