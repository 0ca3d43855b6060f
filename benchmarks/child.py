"""A server of ours in a process of its own."""

import os
import subprocess
import sys
from asyncio import Server, get_running_loop
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def running(program: str, *words: str) -> Iterator[int]:
    """Run a program that calls `serve` for the block; give its port."""
    with subprocess.Popen(
        [sys.executable, program, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        # It ends when its standard input does, with the block.
        yield int(process.stdout.readline())


async def serve(server: Server) -> None:
    """Tell the port, and serve until standard input ends; then end the process."""
    print(server.sockets[0].getsockname()[1], flush=True)
    await get_running_loop().run_in_executor(None, sys.stdin.read)
    # Requests that nobody waits for any more need no end, and no complaint that they have none.
    os._exit(0)
