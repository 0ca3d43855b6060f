"""Reports of a run for a person and for a program, one module each.

Every report reads the one stream of events and knows nothing of the engine.
"""
