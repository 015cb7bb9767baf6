"""The observation frame as a window with panes."""
