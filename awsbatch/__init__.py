"""A batch runner for files of AWS CLI commands."""
