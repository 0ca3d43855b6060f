"""Scripts of a shell, as they would be without awsbatch, and under `exec`."""
