"""Camera and microphone, on in a child process without keys; what they give is encrypted as it arrives."""
