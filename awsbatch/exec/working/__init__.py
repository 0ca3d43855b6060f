"""What makes a call in a worker like one in a process of its own, and where that cannot be."""
