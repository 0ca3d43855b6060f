"""The door into an AWS CLI that this Python cannot import: awsbatch becomes it, and runs inside."""
