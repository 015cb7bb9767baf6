"""What every layer may use: the standard library only, no knowledge of the product."""
