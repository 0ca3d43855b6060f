"""JMESPath between `<<` and `>>`."""
