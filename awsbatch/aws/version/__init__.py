"""What differs between the versions of the AWS CLI, behind names that do not."""
