"""Searching what was written and said, in all recordings, and putting it together."""
