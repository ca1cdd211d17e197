"""The tests mirror the house; the cast is always the same (cast.py)."""
