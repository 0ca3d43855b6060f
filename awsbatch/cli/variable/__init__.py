"""The values that inputs are given from outside, by the command line, files and the environment."""
