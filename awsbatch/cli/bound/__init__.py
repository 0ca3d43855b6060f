"""Runs that make no other changes than a plan has: one of a file, or one that was confirmed."""
