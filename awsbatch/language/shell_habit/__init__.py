"""Faults of lines that are written as for a shell, with hints at what to write instead."""
