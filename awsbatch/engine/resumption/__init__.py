"""What the engine tells a journal, and does by what it shows of earlier runs."""
