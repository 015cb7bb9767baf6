"""Bytes in, bytes out: no files, no database, no knowledge of what is kept."""
