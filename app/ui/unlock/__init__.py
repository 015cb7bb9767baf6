"""Before the room is open: the first start and the closed shutters."""
