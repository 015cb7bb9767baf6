"""Reading an observation frame from a file: what is wrong with it and where, or the frame."""
