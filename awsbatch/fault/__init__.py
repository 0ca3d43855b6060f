"""What is wrong, as an object and as text."""
