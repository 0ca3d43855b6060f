import os
import socket

from awsbatch.exec.peer import Peer, peer_of
from awsbatch.exec.run_folder import RunFolder, run_folder
from tests.exec.second_account import as_second_user


def test_a_peer_is_known_by_its_process_and_user() -> None:
    with run_folder(major=1, is_guarded=False) as folder:
        assert _peer(folder) == Peer(os.getpid(), os.geteuid())


def test_another_user_is_known() -> None:
    with run_folder(major=1, is_guarded=False) as folder:
        # Or they could not even try.
        folder.path.chmod(0o755)
        (folder.path / "socket").chmod(0o777)
        with as_second_user() as user:
            assert _peer(folder) == Peer(os.getpid(), user)


def _peer(folder: RunFolder) -> Peer:
    with socket.socket(socket.AF_UNIX) as theirs:
        theirs.connect(str(folder.path / "socket"))
        ours, _ = folder.listener.accept()
        with ours:
            return peer_of(ours)
