"""An exchange of our own over urllib3's connections: a request in one piece, and its answer."""
