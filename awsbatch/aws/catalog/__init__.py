"""What the AWS CLI's commands do, as tables that a person reads and can audit."""
