"""Command-file text to a model. Pure: no printing, no AWS."""
