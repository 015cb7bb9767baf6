"""Safety: where the vault is, and whether it is whole."""
