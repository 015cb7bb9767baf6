"""The fragments: what was chosen to show, and how far making it unrecognisable is."""
