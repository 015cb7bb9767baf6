"""Speak captions with a synthetic voice, and find who speaks when. Runs in the child; nothing here knows a vault."""
