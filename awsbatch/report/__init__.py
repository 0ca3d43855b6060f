"""Results for a person and for a program, one module a format.

Every report reads the one stream of events and knows nothing of the engine.
"""
