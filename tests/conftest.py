"""Guards for every test, and an in-memory AWS for those that want one."""

import gc
import logging
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.request import Request, urlopen

import awscli  # noqa: F401 (botocore is found through it) # isort: skip
import botocore.loaders
import pytest
import urllib3
from hypothesis import HealthCheck, settings

from awsbatch.sandbox import sandbox
from awsbatch.sandbox.other_host import refuse_other_hosts
from tests import aws_cli
from tests.law import fresh_process

# A shell that runs the tests in the background has them ignore Ctrl-C, and all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# And one that `nohup` has started, of the end of a terminal.
for ignored in (signal.SIGQUIT, signal.SIGHUP):
    if signal.getsignal(ignored) is signal.SIG_IGN:
        signal.signal(ignored, signal.SIG_DFL)

# The AWS CLI chooses its caches when it is imported: roles that one test assumed, or somebody
# else's, are not to be found by another.
HOME = Path(mkdtemp(prefix="awsbatch-home-"))
os.environ["HOME"] = str(HOME)

# Or every process that a test starts would compile awsbatch anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-golden",
        action="store_true",
        help="write what is expected of the program anew, as it is now, for a person to review",
    )
    parser.addoption(
        "--record-run",
        metavar="PLACE",
        help="if all passes, tell of it in the README's table, with where the AWS CLI is from",
    )


def pytest_configure(config: pytest.Config) -> None:
    if urllib3.__version__ < "2":  # type: ignore[attr-defined] # it is public
        # Debian 12's leaves its sockets to the garbage.
        for ignored in (
            "ignore:unclosed <socket:ResourceWarning",
            "ignore:.*<socket:pytest.PytestUnraisableExceptionWarning",
        ):
            config.addinivalue_line("filterwarnings", ignored)


def pytest_unconfigure() -> None:
    fresh_process.close()
    shutil.rmtree(HOME, ignore_errors=True)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config
) -> None:
    if (place := config.getoption("--record-run")) and exitstatus == 0:
        from tests.documents import tested_version

        rooms = [Path(each).name for each in config.args]
        what = "all" if rooms == ["tests"] else ", ".join(rooms)
        what += "".join(
            f" ({some})" for some in (config.option.keyword, config.option.markexpr) if some
        )
        counts = {
            outcome: len(terminalreporter.stats.get(outcome, ()))
            for outcome in ("passed", "skipped")
        }
        tested_version.record(place, what, counts)
        tested_version.write()


@pytest.fixture
def write_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--write-golden"))


class _Tracing:
    """`sys` for `threading`, where no two threads begin to be traced at once.

    Python 3.11: one that begins while another does is refused, and so ends. The
    other lets it run where there is an audit hook, as the sandbox's, in Python.
    """

    def __init__(self, begin: Any) -> None:
        """Take what coverage has threads begin to be traced by: their first call replaces it."""
        self._begin = begin
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> object:
        return getattr(sys, name)

    def settrace(self, trace: Any) -> None:
        with self._lock:
            sys.settrace(trace)

    def begin(self, *call: Any) -> Any:
        with self._lock:
            return self._begin(*call)


if (_begin := threading.gettrace()) is not None:
    _tracing = _Tracing(_begin)
    threading._sys = _tracing  # type: ignore[attr-defined] # for coverage
    threading.settrace(_tracing.begin)

# How long it takes to find an example, or to try it, is the machine's business.
settings.register_profile(
    "any machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

# pytest changes the one from phase to phase, and `import awscli` sets the other.
UNGUARDED = ("PYTEST_CURRENT_TEST", "AWS_DATA_PATH")
COLORS = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE")
"""What the user wants of colours, which is not what tests expect of messages."""

# As many as most tests have use for; those that read all of them read them as ever.
_MOST_MODELS = 128

LOGGERS = ("", "awscli", "botocore", "s3transfer", "urllib3")


@pytest.fixture(scope="session", autouse=True)
def _models_read_once() -> Iterator[None]:
    """Have what each test makes of the AWS CLI share the texts of its models."""
    loader = botocore.loaders.JSONFileLoader
    if not hasattr(loader, "_load_file"):
        # Version 2, which has no compressed models, finds and reads a file by one function.
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        read = lru_cache(_MOST_MODELS)(partial(loader._load_file, loader()))
        patch.setattr(loader, "_load_file", lambda _, *file: read(*file))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_other_hosts() -> Iterator[None]:
    with refuse_other_hosts():
        yield


@pytest.fixture(scope="session")
def _aws_cli(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return aws_cli.environment(tmp_path_factory.getbasetemp() / "aws_cli")


@pytest.fixture(autouse=True)
def _no_user(tmp_path_factory: pytest.TempPathFactory, _aws_cli: dict[str, str]) -> Iterator[None]:
    """Hide the user's credentials and configuration, and demand back what is the process's."""
    home = tmp_path_factory.mktemp("home")
    shutil.rmtree(HOME / ".aws", ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name in UNGUARDED:
                continue
            users = name in COLORS or (name.startswith("AWS") and name != "AWS_DATA_PATH")
            if users or name.lower().endswith("_proxy"):
                patch.delenv(name)
        for name, value in _aws_cli.items():
            patch.setenv(name, value)
        patch.setenv("HOME", str(home))
        patch.setenv("AWS_CONFIG_FILE", str(home / "config"))
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "credentials"))
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("BOTO_CONFIG", os.devnull)
        with _unchanged():
            yield


class _Heap:
    """What tests leave to the collector, which takes seconds to find among gigabytes.

    Drivers and clients are full of cycles. Python counts what was frozen, and
    is not any more, as nothing that is worth a look.
    """

    _MOST_MORE = 8_000_000
    """How many blocks of memory may be in use that were not when it was last collected."""

    def __init__(self) -> None:
        self._most = 0

    def shrink(self) -> None:
        if sys.getallocatedblocks() > self._most:
            gc.collect()
            self._most = sys.getallocatedblocks() + self._MOST_MORE


_heap = _Heap()


@pytest.fixture(autouse=True)
def _small_heap() -> Iterator[None]:
    yield
    _heap.shrink()


@pytest.fixture(scope="session")
def _moto_server() -> Iterator[str]:
    patch = pytest.MonkeyPatch()
    # moto's own images bring more than a thousand snapshots, and take seconds.
    patch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
    with sandbox.start(seconds=threading.TIMEOUT_MAX) as running:
        patch.undo()
        yield running.endpoint_url


@pytest.fixture
def moto_server(_moto_server: str) -> str:
    """Provide the endpoint of an AWS that holds nothing yet."""
    with urlopen(Request(f"{_moto_server}/moto-api/reset", method="POST")):  # noqa: S310 (http)
        return _moto_server


@contextmanager
def _unchanged() -> Iterator[None]:
    before = _process_state()
    yield
    after = _process_state()
    changed = sorted(name for name in before | after if before.get(name) != after.get(name))
    if changed:
        pytest.fail(f"the test left these changed: {', '.join(changed)}")


def _process_state() -> dict[str, object]:
    """Return what every test shares with the next."""
    state: dict[str, object] = {
        f"environ {name}": value for name, value in os.environ.items() if name not in UNGUARDED
    }
    state["the collector at work"] = gc.isenabled()
    for name in ("stdin", "stdout", "stderr"):
        state[f"sys.{name}"] = getattr(sys, name)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        # A library adds a handler that does nothing when it is first imported; some have their own.
        handlers = [one for one in logger.handlers if type(one).__name__ != "NullHandler"]
        state[f"logger {name or 'root'}"] = (logger.level, handlers)
    return state
