"""What differs between the versions of the AWS CLI, behind names that do not.

Raises `AwsbatchError` when it is imported where another version is installed.
"""

import awscli

from awsbatch.fault.error import AwsbatchError

# Before anything else of the AWS CLI is looked for, which another version may not have.
if not awscli.__version__.startswith("1."):
    raise AwsbatchError(
        f"expected version 1 of the AWS CLI, found `{awscli.__version__}`",
        hint="`pip install 'awscli<2'` installs version 1",
    )
