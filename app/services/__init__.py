"""What the user can do, one module per subject: the only way from a screen or the command line into the program."""
