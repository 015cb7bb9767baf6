"""Back-ups of a vault: made so that an earlier one stays good, read so that nothing in them is believed before it was checked."""
