"""An in-memory AWS beside this process."""
