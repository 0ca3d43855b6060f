"""Values of options, parsed and checked as the AWS CLI and botocore would, without a request."""
