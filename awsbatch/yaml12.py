"""YAML with the plain values of its version 1.2.

PyYAML's are those of 1.1, where an account such as 001234567012 is an octal
number, a time a number of seconds, `no` is false, and a date no string.
"""

import re

import yaml


class Loader(yaml.SafeLoader):
    """A safe loader whose plain values are JSON's."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


_FIRST_OF_NUMBER = list("-+.0123456789")
for _kind, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", _FIRST_OF_NUMBER),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
        _FIRST_OF_NUMBER,
    ),
    ("merge", r"<<", ["<"]),
):
    Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(rf"^(?:{_pattern})$"), _first
    )
