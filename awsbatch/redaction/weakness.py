"""What keeps a secret from being hidden everywhere."""

import re

FEWEST = 8
"""How many characters a secret has that is found within words."""

# Those that options and the names of resources are made of: without them, nothing that is shown
# could be read any more, and whoever knows what should be there would know the secret.
_ORDINARY = re.compile(
    "account|admin|administrator|application|certificate|client|cluster|configuration"
    "|credentials|database|default|description|development|disabled|enabled|endpoint"
    "|environment|false|function|group|identifier|identity|instance|localhost|name|none|null"
    "|parameter|password|policy|postgres|private|production|profile|public|region|resource"
    "|role|root|secret|security|service|staging|string|table|test|token|true|user|username"
    "|value",
    re.IGNORECASE,
)
_REGION = re.compile(
    r"(?:af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(?:-(?:gov|iso[a-z]?|de))?"
    r"-(?:central|(?:north|south)?(?:east|west)|north|south)-[1-9][a-z]?"
)


def is_ordinary(value: str) -> bool:
    """Return whether a value is such as other words have in them: a word of few, or a region."""
    return bool(_ORDINARY.fullmatch(value) or _REGION.fullmatch(value))


def weakness(value: str) -> str | None:
    """Return what is said of a secret that is hidden as a whole word only; None for others."""
    if len(value) < FEWEST:
        return f"has fewer than {FEWEST} characters, so that it is hidden as a whole word only"
    if is_ordinary(value):
        return (
            "is an ordinary word, which is hidden wherever it stands by itself,"
            " and not within other words"
        )
    return None
