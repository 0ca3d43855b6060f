"""Runners in front of another, which decide which commands get there."""
