"""The turns of all calls at services that refuse those that come too fast."""
