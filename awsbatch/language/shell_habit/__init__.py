"""What a shell user would have written, and what to write instead."""
