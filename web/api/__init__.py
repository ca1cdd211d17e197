"""The published JSON API: one file a subject; screens use it, and so may programs."""

from flask import Flask

from web.api import (
    agenda,
    annotations,
    carrying,
    meetings,
    mending,
    opinions,
    packs,
    papers,
    people,
    published,
    searching,
    speaking,
    watching,
)


def register_api(app: Flask) -> None:
    """Put every subject of the API on the application."""
    subjects = (people, meetings, agenda, papers, packs, searching, opinions, annotations)
    for subject in (*subjects, speaking, carrying, mending, watching, published):
        subject.api.register(app)
    watching.register(app)
