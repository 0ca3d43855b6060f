"""The tables of `awsbatch/aws/catalog`, held against all operations of the installed AWS CLI.

    python -m tests.aws.catalog.verdicts effects

prints a line for each operation. Kept before an upgrade of the AWS CLI and
compared afterwards, it tells a person what to read.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from awsbatch.aws.catalog.effect_rule import judge
from tests.aws.catalog.every_operation import every_operation


def effects() -> Iterator[str]:
    """Yield what each operation does, and by which rule."""
    for operation in every_operation():
        judgement = judge(operation.service, operation.name)
        yield f"{operation}: {judgement.effect.value} ({judgement.rule})"


VERDICTS: Mapping[str, Callable[[], Iterator[str]]] = {"effects": effects}


def main(argv: Sequence[str]) -> None:
    """Print the verdicts of the tables that are named."""
    if not argv or not VERDICTS.keys() >= {*argv}:
        sys.exit(f"usage: python -m tests.aws.catalog.verdicts {'|'.join(VERDICTS)}...")
    for name in argv:
        for line in VERDICTS[name]():
            sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
