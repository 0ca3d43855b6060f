"""Where the bytes that commands write go."""
