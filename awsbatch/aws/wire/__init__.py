"""Requests on their way: connections, throttles, and what is counted."""
