"""Tests of the examples, each from end to end."""
