"""Global options are the CLI's to resolve, and what it makes of them is kept."""

import pytest
from awscli.customizations import globalargs

from awsbatch.aws.driver.driver import Driver
from awsbatch.aws.fast_path.global_resolver import GlobalResolver
from awsbatch.aws.in_process_runner import InProcessRunner
from tests.aws.batch import Batch
from tests.aws.recorder import Recorder
from tests.aws_cli import by_version

_OPTIONS = [
    "",
    "--no-verify-ssl",
    "--ca-bundle ca.pem",
    "--cli-read-timeout 7",
    "--cli-read-timeout 0 --cli-connect-timeout 9",
    "--no-sign-request",
    "--query logGroups[].logGroupName --output text",
    "--endpoint-url http://127.0.0.1:1",
]


def _resolved(driver: Driver, options: str) -> tuple[object, ...]:
    """Return the options, and how clients are made by default, as a command has them."""
    session = driver.session
    session.set_default_client_config(driver._base_config)
    parsed, rest = driver.make_parser().parse_known_args(["logs", *options.split()])
    driver._handle_top_level_args(*by_version((parsed, rest), (parsed,)))
    query = parsed.query and parsed.query.parsed
    config = session.get_default_client_config()
    return {**vars(parsed), "query": query}, config._user_provided_options


@pytest.mark.usefixtures("recorder")
def test_options_are_resolved_as_by_the_cli_whatever_went_before() -> None:
    with InProcessRunner(verbatim=True) as pool:
        expected = [_resolved(pool._generation.get()._root, options) for options in _OPTIONS]
    with InProcessRunner() as pool:
        root = pool._generation.get()._root
        for _ in range(3):
            assert [_resolved(root, options) for options in _OPTIONS] == expected


def test_no_request_is_signed_of_a_command_that_says_so(recorder: Recorder) -> None:
    with InProcessRunner() as pool:
        for number in range(6):
            option = "--no-sign-request" if number % 3 else ""
            line = f"logs delete-log-group --log-group-name g {option}"
            assert Batch(pool).run(line).exit_status == 0
    signed = ["authorization" in each.headers for each in recorder.requests]
    assert signed == [True, False, False] * 2


@pytest.mark.usefixtures("recorder")
@pytest.mark.parametrize(
    ("options", "message"),
    [("--query [", "Bad value for --query"), ("--endpoint-url a", "scheme is missing")],
)
def test_a_bad_value_is_refused_each_time(options: str, message: str) -> None:
    with InProcessRunner() as pool:
        for _ in range(3):
            with pytest.raises(Exception, match=message):
                _resolved(pool._generation.get()._root, options)


@pytest.mark.usefixtures("recorder")
def test_what_is_kept_is_the_work_of_functions_that_depend_on_nothing_else() -> None:
    """Look at a function that is new here before it is added."""
    with InProcessRunner(verbatim=True) as pool:
        resolvers = GlobalResolver(pool._generation.get()._root.session.emitter)._resolvers
    assert [each.__name__ for each in resolvers] == [
        "resolve_types",
        "no_sign_request",
        "resolve_verify_ssl",
        "resolve_cli_read_timeout",
        "resolve_cli_connect_timeout",
        *by_version(["detect_migration_breakage"], []),
    ]
    assert {each.__module__ for each in resolvers} == {globalargs.__name__}
