"""Who is in view and what they agree to: the table, how to ask, and what it blocks, said in words."""
