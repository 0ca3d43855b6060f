"""Plans: calls of one kind made as before, with what is the same in all of them worked out once."""
