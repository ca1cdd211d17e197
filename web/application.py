"""The application: every part of the web door put together on one house."""

from typing import cast

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from meetings.house import House
from web import (
    assets,
    compressing,
    entering,
    maintenance,
    off_line,
    one_meeting,
    refusals,
    screens,
    security,
    sign_in,
    source,
    words,
)
from web.api import register_api
from web.considerate import Considerate
from web.door import Id
from web.warm_pages import WarmPages

HALF_A_YEAR = 182 * 24 * 3600


def create_app(house: House) -> Flask:
    """Return the Flask application that serves `house`."""
    settings = house.settings
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.largest_upload + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        SESSION_COOKIE_NAME="phien",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure,
        PERMANENT_SESSION_LIFETIME=HALF_A_YEAR,
        WTF_CSRF_TIME_LIMIT=None,  # a tablet may keep a page open through a whole meeting
        WTF_CSRF_SSL_STRICT=False,
        BABEL_DEFAULT_LOCALE=settings.locale,
        BABEL_DEFAULT_TIMEZONE=str(settings.timezone),
    )
    json = cast(DefaultJSONProvider, app.json)
    json.ensure_ascii = json.sort_keys = False
    app.extensions["house"] = house
    app.url_map.converters["int"] = Id
    for part in (
        words,
        assets,
        compressing,
        security,
        sign_in,
        one_meeting,
        entering,
        refusals,
        source,
        screens,
        off_line,
        maintenance,
    ):
        part.register(app)
    register_api(app)
    if proxies := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.wsgi_app = WarmPages(app, house)  # type: ignore[method-assign]
    app.wsgi_app = Considerate(app.wsgi_app)  # type: ignore[method-assign]
    return app
