"""Commands that do their work by other ways than the requests of botocore's clients.

No guard sees what they send.
"""

_SENDERS = {
    # awscli 2.9 to 2.36: by websockets that they sign themselves.
    ("ec2-instance-connect", "open-tunnel"),
    ("ec2-instance-connect", "ssh"),
    # awscli 1.44 to 2.36: by a program of its own, which signs.
    ("lightsail", "push-container-image"),
}
_ON_A_CLUSTER = {("emr", "put"), ("emr", "socks"), ("emr", "ssh")}


def sends_unseen(command: str, first: str) -> bool:
    """Return whether a command signs and sends requests that no client of botocore sends."""
    return (command, first) in _SENDERS


def changes_unseen(command: str, first: str) -> bool:
    """Return whether a command may change something, but not by requests to AWS."""
    return (command, first) in _ON_A_CLUSTER
