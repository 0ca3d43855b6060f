"""Guards, which decide which requests of commands may be sent."""
