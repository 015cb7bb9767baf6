"""Run the readers of strangers' files, and the rendering, in child processes without keys, network or files.

The child gets its bytes by asking the parent over a pipe; what comes back is untrusted until the caller checked it.
"""
