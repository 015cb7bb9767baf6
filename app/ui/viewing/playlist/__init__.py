"""Watching moments one after another, also of different recordings."""
