"""Python's search for distributions, which `import awscli` ends before 2.27.56."""

import sys


def mend() -> None:
    """Have `importlib.metadata` find distributions where Python's own finder does."""
    for finder in sys.meta_path:
        # awscli 2.9.19: what it puts in the place of that finder knows of modules only.
        replaced = getattr(finder, "_underlying_finder", None)
        if replaced is not None and not hasattr(finder, "find_distributions"):
            vars(finder)["find_distributions"] = replaced.find_distributions
