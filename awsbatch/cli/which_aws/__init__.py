"""Which AWS CLI runs the commands, decided by paths and first lines, without starting any."""
