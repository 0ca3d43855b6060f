"""The turns of all calls: when each may begin, and when its requests may be sent."""
