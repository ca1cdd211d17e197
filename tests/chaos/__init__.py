"""Chaos: tablets that lose their line again and again, and servers that are killed under them."""
