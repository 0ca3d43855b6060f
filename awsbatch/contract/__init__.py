"""The contract between who asks for AWS CLI commands and who runs or checks them."""
