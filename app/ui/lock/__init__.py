"""When the shutters close by themselves, and where the worker comes back afterwards."""
