"""`python -m awsbatch`."""

import sys

from awsbatch.cli import main

if __name__ == "__main__":
    sys.exit(main())
