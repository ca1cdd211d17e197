"""The published JSON API: one file a subject; screens use it, and so may programs."""

from flask import Flask

from web.api import agenda, annotations, meetings, opinions, papers, people, published


def register_api(app: Flask) -> None:
    """Put every subject of the API on the application."""
    for subject in (people, meetings, agenda, papers, opinions, annotations, published):
        subject.api.register(app)
