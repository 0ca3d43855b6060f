"""How far a run has come, shown while it goes on."""
