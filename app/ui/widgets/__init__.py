"""Parts that more than one screen uses. Each takes a `Theme` and holds no product of its own."""
