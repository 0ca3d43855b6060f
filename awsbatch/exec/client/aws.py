"""The `aws` that is first on the PATH of a program that `awsbatch exec` runs, without a compiler.

It is the twin of aws.c, which gives the reasons, and does the same in the same
order. It is started by `python -IS`, and is made of what is built in: to import
`os` alone would take longer than all that it does.
"""

import _signal  # type: ignore[import-not-found] # the part of `signal` that is built in
import _socket
import posix
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

_end = posix._exit  # noqa: SLF001 (it is public as `os._exit`)

# Where nothing tells of a run folder: somebody who knows our path has emptied the environment.
_REFUSAL = 0
"""The exit status, under a guard; 0 is no guard."""
_INSTEAD = b""
"""The `aws` whose path that would have been; empty is the first on PATH."""
_MOST_DEPTH = 9
_HASH_LENGTH = 32
_ENOEXEC = 8
_KIND_OF_FILE, _REGULAR = 0o170000, 0o100000
_PREFIX = b"awsbatch-exec-"
_PASS_THROUGH: int = getattr(posix, "O_PATH", getattr(posix, "O_SEARCH", posix.O_RDONLY))
_GIVEN = [
    word.encode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
    for word in sys.argv[1:]
]
_IGNORES_INTERRUPTS = _signal.getsignal(_signal.SIGINT) == _signal.SIG_IGN
_interrupts: list[int] = []


class _NoAnswerError(Exception):
    """The call was surely not begun; with the reason, in bytes."""


def _say(line: bytes) -> None:
    try:
        posix.write(2, b"awsbatch: %b\n" % line)
    except OSError:
        # It is closed, or nobody reads it.
        return


def _die_by(number: int) -> "NoReturn":
    if number != _signal.SIGKILL:
        _signal.signal(number, _signal.SIG_DFL)
    _signal.pthread_sigmask(_signal.SIG_UNBLOCK, [number])
    posix.kill(posix.getpid(), number)
    _end(128 + number)


def _reason(error: OSError) -> bytes:
    return posix.strerror(error.errno or 0).encode()


def _pass_interrupt(number: int, _frame: object) -> None:
    _interrupts.append(number)
    try:
        _parent.send(b"I")
    except OSError:
        # Who waits for the answer sees it end.
        return


def _environment() -> bytes:
    """Return the environment as it was given: without a locale, Python adds an LC_CTYPE."""
    try:
        descriptor = posix.open("/proc/self/environ", posix.O_RDONLY)
    except OSError:
        return b"".join(b"%b=%b\0" % pair for pair in _given_variables())
    pieces = []
    while piece := posix.read(descriptor, 1 << 20):
        pieces.append(piece)
    posix.close(descriptor)
    return b"".join(pieces)


def _given_variables() -> list[tuple[bytes, bytes]]:
    pairs = list(posix.environ.items())
    # PEP 538; what is added is last.
    added = [(b"LC_CTYPE", value) for value in (b"C.UTF-8", b"C.utf8", b"UTF-8")]
    is_chosen = any(posix.environ.get(name) for name in (b"LC_ALL", b"LANG"))
    return pairs[:-1] if pairs[-1:] and pairs[-1] in added and not is_chosen else pairs


def _become(words: list[bytes], variables: dict[bytes, bytes]) -> "NoReturn":
    """Become another program, which is given our arguments after its words."""
    before = variables.get(b"AWSBATCH_EXEC_DEPTH", b"")
    depth = (int(before) if before.isdigit() else 0) + 1
    # A wrapper that looks for the next `aws` may find us, and we it.
    if depth > _MOST_DEPTH:
        _say(b"`%b` calls the `aws` of `awsbatch exec` again and again" % words[0])
        _end(126)
    variables[b"AWSBATCH_EXEC_DEPTH"] = b"%d" % depth
    # Python has ignored them since it started; whether its caller did cannot be told.
    _signal.signal(_signal.SIGPIPE, _signal.SIG_DFL)
    _signal.signal(_signal.SIGXFSZ, _signal.SIG_DFL)
    if not _IGNORES_INTERRUPTS:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    if _interrupts:
        _die_by(_signal.SIGINT)
    try:
        _execute([*words, *_GIVEN], variables)
    except OSError as error:
        _say(b"`%b`: %b" % (words[0], _reason(error)))
        # As a shell: what is not there, and what is but cannot be run.
        _end(127 if isinstance(error, FileNotFoundError) else 126)


def _execute(words: list[bytes], variables: dict[bytes, bytes]) -> "NoReturn":
    try:
        posix.execve(words[0], words, variables)
    except OSError as error:
        if error.errno != _ENOEXEC:
            raise
        # A script without a first line that tells, as a shell runs it.
        posix.execve(b"/bin/sh", [b"/bin/sh", *words], variables)


def _is_client(file: bytes) -> bool:
    """Return whether a file is the client of any version, in `awsbatch/exec/HASH/aws`."""
    # It takes long to import, and is rarely needed.
    from posixpath import realpath

    match realpath(file).split(b"/")[-4:]:
        case [b"awsbatch", b"exec", name, b"aws"]:
            return len(name) == _HASH_LENGTH and not name.strip(b"0123456789abcdef")
        case _:
            return False


def _folders(variables: dict[bytes, bytes]) -> "Iterator[bytes]":
    path = variables.get(b"PATH")
    if path is None:
        path = (posix.confstr("CS_PATH") or "").encode()
    for folder in path.split(b":"):
        yield folder or b"."


def _run_folder(variables: dict[bytes, bytes]) -> bytes | None:
    if named := variables.get(b"AWSBATCH_EXEC"):
        return named
    folders = _folders(variables) if b"PATH" in variables else ()
    named_so = (each for each in folders if each.rpartition(b"/")[2].startswith(_PREFIX))
    return next(named_so, None)


def _refusal(folder: bytes | None) -> int:
    """Return the status of a call that a guard refuses, by awsbatch-exec-vN[-guarded]-XXXXXX."""
    _, is_named, name = (folder or b"").rpartition(b"/")[2].partition(_PREFIX + b"v")
    version, _, rest = name.partition(b"-")
    if not is_named or not version.isdigit():
        return _REFUSAL
    if not rest.startswith(b"guarded-"):
        return 0
    return 255 if version == b"1" else 252


def _go_on_alone(folder: bytes | None, variables: dict[bytes, bytes], reason: bytes) -> "NoReturn":
    """Become the first `aws` on PATH that is no client."""
    if _interrupts:
        _die_by(_signal.SIGINT)
    unanswered = b"no answer from `awsbatch exec` (%b)" % reason
    if status := _refusal(folder):
        _say(b"%b: refused, since nothing would guard it" % unanswered)
        _end(status)
    if folder is None and _INSTEAD:
        _run(_INSTEAD, variables, unanswered)
    is_there = False
    for each in _folders(variables):
        file = each + b"/aws"
        if not _is_file(file) or _is_client(file):
            continue
        is_there = True
        if posix.access(file, posix.X_OK):
            _run(file, variables, unanswered)
    _say(b"%b, and no other `aws` on PATH%b" % (unanswered, b" may be run" * is_there))
    _end(126 if is_there else 127)


def _run(file: bytes, variables: dict[bytes, bytes], unanswered: bytes) -> "NoReturn":
    _say(b"%b: running `%b`" % (unanswered, file))
    _become([file], variables)


def _is_file(file: bytes) -> bool:
    try:
        return posix.stat(file).st_mode & _KIND_OF_FILE == _REGULAR
    except OSError:
        return False


def _lose() -> "NoReturn":
    """End as whoever had the call, which is killed with the parent: it may have been made."""
    _say(b"`awsbatch exec` ended during this call, which may have been made")
    _die_by(_signal.SIGKILL)


def _connect(folder: bytes | None) -> None:
    if folder is None:
        raise _NoAnswerError(b"AWSBATCH_EXEC is not set")
    address = folder + b"/socket"
    try:
        _parent.connect(address)
        # The user is the second number of a `struct ucred`, and of macOS's `struct xucred`.
        level, name, length = (0, 1, 76) if sys.platform == "darwin" else (1, 17, 12)
        user = int.from_bytes(_parent.getsockopt(level, name, length)[4:8], sys.byteorder)
    except OSError as error:
        if error.errno is None:
            raise _NoAnswerError(b"AWSBATCH_EXEC is too long") from None
        raise _NoAnswerError(b"`%b`: %b" % (address, _reason(error))) from None
    if user != posix.geteuid():
        raise _NoAnswerError(b"`%b` is another user's" % address)


def _ignored_stops() -> int:
    stops = (_signal.SIGTSTP, _signal.SIGTTIN, _signal.SIGTTOU)
    ignored = [_signal.getsignal(each) == _signal.SIG_IGN for each in stops]
    return sum(is_ignored << bit for bit, is_ignored in enumerate(ignored))


def _hand_over(open_ones: list[int]) -> int:
    """Send what the call is made with, but for its words; return the pipe for those."""
    try:
        reading, writing = posix.pipe()
    except OSError as error:
        raise _NoAnswerError(_reason(error)) from None
    passed = [reading]
    mask = sum(1 << standard for standard in open_ones)
    try:
        passed.append(posix.open(b".", _PASS_THROUGH | posix.O_DIRECTORY))
        mask |= 8
    except OSError:
        # Whoever makes the call will find that there is none.
        pass
    hello = b"aws1%c" % (mask | _ignored_stops() << 4)
    rights = b"".join(_native(each) for each in (*passed, *open_ones))
    try:
        _parent.sendmsg([hello], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, rights)])
    except OSError as error:
        raise _NoAnswerError(_reason(error)) from None
    for each in passed:
        posix.close(each)
    return writing


def _is_open(standard: int) -> bool:
    try:
        posix.get_inheritable(standard)
    except OSError:
        return False
    return True


def _native(number: int) -> bytes:
    return number.to_bytes(4, sys.byteorder)


def _request(environment: bytes) -> bytes:
    posix.umask(umask := posix.umask(0))
    head = (umask, len(_GIVEN), environment.count(b"\0"))
    words = b"".join(word + b"\0" for word in _GIVEN)
    return b"".join(map(_native, head)) + words + environment


def _write_all(pipe_end: int, request: bytes) -> None:
    rest = memoryview(request)
    try:
        while rest:
            rest = rest[posix.write(pipe_end, rest) :]
    except BrokenPipeError:
        # The answer will tell why.
        pass
    posix.close(pipe_end)


def _received(length: int) -> bytes | None:
    """Return what the parent sends next; None if it ends before."""
    whole = b""
    while len(whole) < length:
        try:
            piece = _parent.recv(length - len(whole))
        except OSError:
            return None
        if not piece:
            return None
        whole += piece
    return whole


def _become_told(variables: dict[bytes, bytes]) -> "NoReturn":
    length = _received(4)
    body = length and _received(int.from_bytes(length, sys.byteorder))
    if not body:
        _lose()
    count = int.from_bytes(body[:4], sys.byteorder)
    _become(body[4:].split(b"\0")[:count], variables)


def _main() -> "NoReturn":
    # Until there is somebody to pass it on to.
    if not _IGNORES_INTERRUPTS:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    environment = _environment()
    # Of a name that is there twice the first one holds, as for any program.
    pairs = (each.partition(b"=") for each in reversed(environment.split(b"\0")))
    variables = {name: value for name, is_set, value in pairs if is_set and name}
    folder = _run_folder(variables)
    try:
        _connect(folder)
        pipe_end = _hand_over(_OPEN)
    except _NoAnswerError as error:
        _go_on_alone(folder, variables, error.args[0])
    if not _IGNORES_INTERRUPTS:
        _signal.signal(_signal.SIGINT, _pass_interrupt)
    _write_all(pipe_end, _request(environment))
    if _received(1) != b"T":
        _go_on_alone(folder, variables, b"it did not take the call")
    kind = _received(1)
    if kind == b"B":
        _become_told(variables)
    number = _received(1)
    if number and kind == b"X":
        _end(number[0])
    if number and kind == b"S":
        _die_by(number[0])
    _lose()


if __name__ == "__main__":
    _OPEN = [each for each in range(3) if _is_open(each)]
    # None of ours may get the number of a standard one that is closed.
    while posix.open("/", posix.O_RDONLY) <= 2:  # noqa: PLR2004 (standard error)
        continue
    _parent = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    _main()
