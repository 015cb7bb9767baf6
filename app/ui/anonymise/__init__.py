"""Making a fragment unrecognisable, step by step, until a copy may cross the doorstep."""
