"""What comes out the same sooner; none of it is used by a verbatim runner."""
