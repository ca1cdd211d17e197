"""Opinions: comments on paragraphs, replies, and the answers the chair gives."""
