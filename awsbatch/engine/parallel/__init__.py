"""Statements that run side by side: which goes on next, in which thread, shown in which order."""
