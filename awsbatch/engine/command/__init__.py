"""One command carried out: its words and file, its attempts, its deadline and its end."""
