"""What `build_scripts/bench.py` measures, one module per subject; each can be run on its own with -m."""
