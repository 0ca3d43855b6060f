"""Lines of one kind, which have the same verdict, and how they are known."""
