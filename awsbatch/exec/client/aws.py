"""The client in Python, where there is no compiler."""

import _socket
import os
import signal
import struct
import sys


def main() -> int:
    """Have a worker make the call, and return its exit status."""
    connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM, 0)
    connection.connect(os.environ["AWSBATCH_EXEC"] + "/socket")
    read, write = os.pipe()
    descriptors = [read, os.open(".", os.O_RDONLY), 0, 1, 2]
    passed = struct.pack("5i", *descriptors)
    connection.sendmsg([b"aws1\x0f"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, passed)])
    os.close(read)
    umask = os.umask(0)
    os.umask(umask)
    environ = [name + b"=" + value for name, value in os.environb.items()]
    words = [os.fsencode(word) for word in sys.argv[1:]]
    request = struct.pack("=III", umask, len(words), len(environ))
    request += b"".join(each + b"\0" for each in words + environ)
    while request:
        request = request[os.write(write, request) :]
    os.close(write)
    signal.signal(signal.SIGINT, lambda *_: connection.send(b"I"))
    answer = b""
    while len(answer) < len(b"TX?"):
        answer += connection.recv(3) or b"TX\xff"
    return answer[2]


if __name__ == "__main__":
    os._exit(main())
