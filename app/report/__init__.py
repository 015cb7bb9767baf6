"""Paper: PDF documents made in memory, with our own letters and nothing in them that says who made them or on which machine."""
