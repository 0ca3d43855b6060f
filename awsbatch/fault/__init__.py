"""Faults and failures as objects, and their texts for a person."""
