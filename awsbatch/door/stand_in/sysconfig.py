"""What `zoneinfo` asks of `sysconfig`, for a bundle of the AWS CLI, which has neither."""

# Of CPython 3.10 to 3.14.
_TZPATH = "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo"


def get_config_var(name: str) -> str | None:
    """Return where the time zones of the system are, and nothing else."""
    return _TZPATH if name == "TZPATH" else None
