"""One unmodified CLIDriver for line after line, as a daemon around it would use it.

    python one_driver.py ITEMS COMMAND [LISTING]

Runs COMMAND, without its `aws`, for each line of standard input, or of what the
command LISTING prints, in place of its `{}`; for the first so many of them.
"""

import io
import shlex
import sys
from contextlib import redirect_stdout

from awscli.clidriver import create_clidriver


def main() -> None:
    """Run them one after the other."""
    items, command, *listing = sys.argv[1:]
    driver = create_clidriver()
    names = sys.stdin.read().splitlines()
    if listing:
        with redirect_stdout(io.StringIO()) as printed:
            driver.main(shlex.split(listing[0]))
        names = printed.getvalue().split()
    for name in names[: int(items)]:
        status = driver.main([word.replace("{}", name) for word in shlex.split(command)])
        if status != 0:
            sys.exit(status)


if __name__ == "__main__":
    main()
