"""Sinks for the bytes that commands write: memory, disk and files."""
