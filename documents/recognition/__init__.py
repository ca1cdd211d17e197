"""Scans read: a page straightened, its letters recognised, and what was found as a page's content.

Image work and the making of content run in worker processes, the recogniser is a confined
process of its own, and a thread in the background leads one page after another through them.
"""
