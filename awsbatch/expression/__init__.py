"""Expressions: JMESPath between `<<` and `>>`, parsed, checked and evaluated."""
