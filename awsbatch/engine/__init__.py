"""Runs a script's statements, and yields what happens as events."""
