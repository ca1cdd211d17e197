"""The demonstration commune: its papers, its people, and how they are loaded."""
