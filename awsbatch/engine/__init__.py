"""A script run to results, told as events."""
