"""botocore sessions that share what no command can change."""
