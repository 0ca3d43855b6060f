"""The same bytes on the wire with shortcuts as verbatim, and the same made of what comes back."""
