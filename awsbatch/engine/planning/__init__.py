"""What a plan does not know and does not carry out: kept, asked about, and shown."""
