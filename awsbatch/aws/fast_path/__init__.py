"""Shortcuts: the same results in less time. A verbatim runner imports none of these modules."""
