"""The faults of files for editors and for continuous integration, one module a format."""
