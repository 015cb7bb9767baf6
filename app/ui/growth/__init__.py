"""Ontwikkeling: what the worker looked at, wants to learn and intends, and the quiet frames behind their shutters."""
