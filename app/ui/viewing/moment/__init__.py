"""One moment: marking it, writing about it, being asked about it."""
