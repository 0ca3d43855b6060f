"""A script checked against its own names, and its commands against the AWS CLI."""
