"""Find faces, decide what is hidden, render it, look again. Bytes come from a ByteSource; keys are never near."""
