"""What those who ask for AWS CLI commands and those who run them agree on."""
