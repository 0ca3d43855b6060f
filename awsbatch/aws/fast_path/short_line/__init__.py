"""Lines of one operation that differ in plain values only, without the CLI's commands between."""
