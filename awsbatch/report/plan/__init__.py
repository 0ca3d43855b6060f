"""What a plan would do, for whoever decides whether it is done."""
