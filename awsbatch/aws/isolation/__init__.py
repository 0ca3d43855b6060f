"""The state of the process, kept apart for each command."""
