"""Distributions are found after `import awscli` as before it."""

import importlib.metadata


def test_a_distribution_is_found_beside_the_aws_cli() -> None:
    assert importlib.metadata.version("pytest")
