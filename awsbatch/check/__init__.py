"""A script held against its own names, and its commands against the AWS CLI."""
