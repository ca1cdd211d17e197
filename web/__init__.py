"""The web door: pages, the published JSON API, sign-in, words, and the administrator's commands."""

from web.application import create_app

__all__ = ["create_app"]
