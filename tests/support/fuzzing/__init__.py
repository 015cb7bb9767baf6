"""What reads bytes of strangers, and how it is tried."""
