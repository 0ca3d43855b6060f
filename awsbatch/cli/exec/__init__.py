"""`awsbatch exec`: its options, and what it is put together from."""
