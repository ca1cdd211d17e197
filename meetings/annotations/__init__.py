"""Annotations: highlights and notes on a paper, private or shared, and where a reader stopped."""
