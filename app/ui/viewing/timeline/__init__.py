"""The recording along time: lanes, overview, and what is drawn in them."""
