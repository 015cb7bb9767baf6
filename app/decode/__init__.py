"""Decode a stranger's video with FFmpeg: one way to open it, one meaning of time and of upright.

Only a confined child process loads this package's FFmpeg parts (`video_file`, `sound`); `picture_layout` is pure.
"""
