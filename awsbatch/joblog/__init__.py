"""The log of a run, as GNU parallel has it, and what a later run needs to go on where it ended."""
