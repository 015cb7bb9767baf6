"""The observation frames: which there are, what is in them, and making one's own."""
