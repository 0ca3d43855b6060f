"""Standard input as a script: a pipe or a file, or a person at the terminal."""
