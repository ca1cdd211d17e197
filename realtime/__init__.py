"""The live door: commands over sockets, rooms, fan-out of committed facts, and signals.

Rooms and streams bear the same names. A room is joined only through a seat.
"""
