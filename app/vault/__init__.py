"""The encrypted vault on disk: format 1, described in FORMAT.md."""
