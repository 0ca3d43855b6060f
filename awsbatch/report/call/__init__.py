"""What is told of the calls of `aws` that a program has made."""
