"""What is shown of a command: which of its words are secret, and what stands in their place."""
