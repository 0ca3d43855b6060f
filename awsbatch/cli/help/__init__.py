"""What `awsbatch help`, `--help` and `--version` print."""
