"""Watching a recording: the picture, the timeline, the window with panes and the moments."""
