"""`awsbatch`, and `python -m awsbatch`."""

import sys


def main() -> int:
    """Run awsbatch, and give its exit status, for a Ctrl-C while it is imported as well."""
    try:
        from awsbatch import cli

        return cli.main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
