"""Comments of a plan."""

from awsbatch.report.paint import plain


def comment(text: str) -> str:
    """Return a text as a comment of one line, whatever a script or AWS has put into it.

    What comes after a line end in it would be run by a shell that the plan is pasted into.
    """
    return f"# {' '.join(plain(text).splitlines())}"
