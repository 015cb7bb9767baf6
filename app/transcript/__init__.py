"""Make a transcript of what comes from outside: files with captions or text, and the optional recogniser."""
