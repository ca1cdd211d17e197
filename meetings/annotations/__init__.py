"""Annotations: highlights, notes and ink on a paper, private or shared; where a reader stopped."""
