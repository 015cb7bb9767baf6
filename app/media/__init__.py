"""Read and play recordings from a ByteSource: probe, exact frames, thumbnails, waveform, libVLC. No Qt, no vault."""
