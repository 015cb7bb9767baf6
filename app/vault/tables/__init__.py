"""Rows to domain objects and back, one subject a file."""
