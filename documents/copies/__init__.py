"""What leaves the house as a file: clean copies of papers, packs bound of them, copies with marks.

Everything here runs in worker processes, but for `keeping`, which has it made; only there may
pikepdf be loaded, which opens what strangers have sent.
"""
