"""What commands do, by the first word of an operation, and those that do otherwise."""

READING_VERBS = frozenset(
    {
        "count",
        "describe",
        "estimate",
        "get",
        "head",
        "list",
        "lookup",
        "query",
        "scan",
        "search",
    }
)
"""Operations whose name begins with one of these only read, unless a row below says otherwise."""
