"""The nouns of the product and their rules: no input or output, no clock, no randomness of their own."""
