"""The shared ground: time, settings, database, errors, events, their record, and the one writer.

Nothing here knows a meeting, a paper or a framework.
"""
