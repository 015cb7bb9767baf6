"""What is said: shown over the picture, and mended line by line against the sound."""
