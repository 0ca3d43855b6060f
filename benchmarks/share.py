"""What each shortcut saves of a line, of a start and of a further client, in instructions.

    python benchmarks/share.py [--only SHORTCUT]... [--of line|start|client]...
                               [--operation OPERATION] [--way WAY]

Each is left out alone. What saves less than 3% of all three is not worth its code: of
a line, of a whole run of one line, and of a line for which a client is made, in a region
of its own. Needs what `instructions.py` needs.
"""

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import promise
import stub
from instructions import Counting, valgrind
from operation import DELETE, OPERATIONS, Way

from awsbatch.aws.fast_path import registry

LEAST_SHARE = 0.03

_OF = ("line", "start", "client")
_HERE = Path(__file__).parent
_REGIONS = ("us-east-1", "eu-west-1", "eu-central-1", "ap-south-1", "sa-east-1")


def awsbatch(left_out: str) -> list[str]:
    """Return the words that run awsbatch without a shortcut, or with all, for the name `none`."""
    words = ["--progress", "none", "-"]
    return [sys.executable, str(_HERE / "without.py"), left_out, *words]


def shortcuts() -> list[str]:
    """Return the names of all that are taken where all needs are met."""
    modules = (import_module(f"{registry.__package__}.{name}") for name in registry.modules())
    return [each.name for module in modules for each in module.SHORTCUTS]


def main() -> None:
    """Leave out one after the other, and tell which save too little."""
    options = _options()
    valgrind()
    (operation,) = (each for each in OPERATIONS if each.name == options.operation)
    one = operation.lines(1, options.way)
    in_regions = "".join(f"{one.rstrip()} --region {region}\n" for region in _REGIONS)

    with stub.running() as served:
        counting = Counting(served.environment(), *options.lines)

        def begin(left_out: str) -> dict[str, Callable[[], int]]:
            command = awsbatch(left_out)
            begun = {}
            if "line" in options.of:
                begun["line"] = counting.line(operation, options.way, command)
            if {"start", "client"} & {*options.of}:
                begun["start"] = start = counting.run(command, one)
            if "client" in options.of:
                regions = counting.run(command, in_regions)
                begun["client"] = lambda: (regions() - start()) // (len(_REGIONS) - 1)
            return begun

        begun = {name: begin(name) for name in ("none", *(options.only or shortcuts()))}
        figures = {}
        for name, each in begun.items():
            figures[name] = {what: count() for what, count in each.items()}
            print(name, figures[name], file=sys.stderr, flush=True)
    whole = figures.pop("none")
    shares = {
        name: {what: round(count / whole[what] - 1, 4) for what, count in each.items()}
        for name, each in figures.items()
    }
    promise.end(
        {"with all": whole, "saved": shares},
        {
            f"{name}: at least {LEAST_SHARE:.0%}": max(each.values()) >= LEAST_SHARE
            for name, each in shares.items()
        },
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", action="append")
    parser.add_argument("--of", action="append", choices=_OF)
    parser.add_argument(
        "--operation", default=DELETE.name, choices=[each.name for each in OPERATIONS]
    )
    parser.add_argument("--way", type=Way, default=Way.PRINTED, choices=[*Way])
    parser.add_argument("--lines", type=int, nargs=2, default=(200, 700))
    options = parser.parse_args()
    options.of = options.of or _OF
    return options


if __name__ == "__main__":
    main()
