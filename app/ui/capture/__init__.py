"""Recording in the app: agree first, look whether picture and sound are right, record."""
