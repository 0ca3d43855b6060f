"""A command line checked against the AWS CLI: its commands, their options and values."""
