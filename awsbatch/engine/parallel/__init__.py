"""Statements side by side."""
