"""The recordings: the list with its details, and adding one."""
