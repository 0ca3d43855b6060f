"""The parser of command files: text to a model, without output and without AWS."""
