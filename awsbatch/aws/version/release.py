"""The release of the AWS CLI that is installed, as it says itself."""

from pathlib import Path

import awscli
import botocore

AWS_CLI: str = awscli.__version__
BOTOCORE: str = botocore.__version__
FOLDER = Path(awscli.__file__).parent
