"""Power cuts replayed: what a disk holds of a written trace when only what was flushed is sure."""
