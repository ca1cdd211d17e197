"""Matching: the paragraphs of one version of a paper found again in the next.

Everything here is pure: plain data in, plain data out. What has gone comes out as not placed;
it is never put on a neighbour.
"""

from .fingerprints import split_marker
from .ladder import MATCHER_VERSION, match
from .model import SURE, Match, Passage, Rung

__all__ = ["MATCHER_VERSION", "SURE", "Match", "Passage", "Rung", "match", "split_marker"]
