"""One AWS CLI command in this process, exactly as a fresh `aws` would do it.

This package is the only importer of awscli and botocore. From awscli 1.46,
and always in version 2, botocore lives inside awscli and is found only once
awscli is imported, so that comes first, here. It begins with the driver:
other modules of awscli import one another in a circle.
"""

import awscli.clidriver as awscli_clidriver  # noqa: F401 (for what it does to later imports)
