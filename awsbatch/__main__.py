"""`awsbatch`, and `python -m awsbatch`."""

import os
import sys
import threading


def main() -> int:
    """Run awsbatch, and give its exit status, for a Ctrl-C while it is imported as well."""
    try:
        from awsbatch import cli

        status = cli.main()
    except KeyboardInterrupt:
        return 130
    if threading.active_count() > 1:
        # Abandoned commands, and an input that never comes: the interpreter would wait for them.
        os._exit(status)
    return status


if __name__ == "__main__":
    sys.exit(main())
