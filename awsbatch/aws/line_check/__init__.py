"""What commands the AWS CLI has, and what is wrong with a line of one."""
