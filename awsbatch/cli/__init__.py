"""The command line: options, variables, signals and the exit status."""
