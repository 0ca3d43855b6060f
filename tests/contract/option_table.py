"""The global options of version 1.46 of the AWS CLI, for tests that need none of it."""

from awsbatch.contract.global_option import GlobalOption, GlobalOptions

_VALUED = [
    *("ca-bundle", "cli-connect-timeout", "cli-read-timeout", "color", "endpoint-url"),
    *("output", "profile", "query", "region"),
]
_FLAGS = ["debug", "no-paginate", "no-sign-request", "no-verify-ssl", "v2-debug"]

OPTIONS = GlobalOptions(
    [
        *(GlobalOption(f"--{name}", takes_value=True) for name in _VALUED),
        *(GlobalOption(f"--{name}", takes_value=False) for name in _FLAGS),
        GlobalOption("--version", takes_value=False, is_question=True),
    ],
    {"--no-cli-pager": "it came with version 2 of the AWS CLI: wait"}.get,
)
