"""`awsbatch`, and `python -m awsbatch`."""

import atexit
import os
import sys
import threading


def main() -> int:
    """Run awsbatch, and end the process with its exit status, even at a very early Ctrl-C.

    Return the status only if buffered output cannot be written: the interpreter says so.
    """
    try:
        from awsbatch.cli import main as cli

        status = cli.main()
    except KeyboardInterrupt:
        # `ExitStatus.INTERRUPTED`, which may not be imported yet.
        status = 130
    if threading.active_count() == 1:
        # Python 3.14 and earlier: no public name runs what was registered with `atexit`.
        atexit._run_exitfuncs()  # noqa: SLF001
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
        except OSError:
            return status
    # The interpreter would first free all objects of the AWS CLI, which takes as long as a quick
    # command; and it would wait for abandoned commands, and for input that never comes.
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
