"""The log of a run, as the command line asks for it, and going on with one."""
