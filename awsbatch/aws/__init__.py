"""One AWS CLI command in this process, exactly as a fresh `aws` would do it.

This package is the only importer of awscli and botocore. From awscli 1.46,
and always in version 2, botocore lives inside awscli and is found only once
awscli is imported, so that comes first, here, with a look at its version.
"""

from awsbatch.aws.version.requirement import met

with met():
    from awsbatch.aws.version import installed as installed
