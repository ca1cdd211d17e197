"""Words: the reader's language, and the catalogue that screens translate with."""

import hashlib
from functools import lru_cache
from pathlib import Path

import orjson
from babel.messages.pofile import read_po
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale

from foundation.settings import LOCALES
from meetings.permissions import Right
from web.door import Declared, declare, house

COOKIE = "locale"
A_YEAR = 365 * 24 * 3600
TRANSLATIONS = Path(__file__).parent / "translations"


def register(app: Flask) -> None:
    """Put languages on the application."""
    Babel(app, locale_selector=chosen_locale)
    app.add_url_rule("/words/<locale>/<digest>.json", "catalogue", catalogue)
    declare(
        Declared("GET", "/words/<locale>/<digest>.json", "catalogue", Right.PASS, "The catalogue")
    )
    app.after_request(_remember)


def chosen_locale() -> str:
    """Return the reader's language: asked for now, remembered, or the house's own."""
    if not has_request_context():
        return house().settings.locale
    for choice in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if choice in LOCALES:
            return str(choice)
    return house().settings.locale


def locale() -> str:
    """Return the language of the present answer."""
    return str(get_locale() or house().settings.locale)


def catalogue_address() -> str:
    """Return where the present reader's catalogue is; the address changes when the words do."""
    language = locale()
    digest = hashlib.sha256(_catalogue(language)).hexdigest()[:12]
    return f"/words/{language}/{digest}.json"


def catalogue(locale: str, digest: str) -> Response:
    """Return msgids with their translations, and codes with their sentences."""
    language = locale if locale in LOCALES else house().settings.locale
    response = Response(_catalogue(language), mimetype="application/json")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


@lru_cache(maxsize=len(LOCALES))
def _catalogue(language: str) -> bytes:
    from web.refusals import SENTENCES

    with current_app.test_request_context(), force_locale(language):
        words = {code: str(sentence) for code, sentence in SENTENCES.items()}
    return orjson.dumps(words | _translations(language))


def _translations(language: str) -> dict[str, str | list[str]]:
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return {}
    with path.open("rb") as opened:
        read = read_po(opened, locale=language)
    found: dict[str, str | list[str]] = {}
    for message in read:
        if not message.id or not message.string or message.context:
            continue  # what has a context is said by templates alone
        if isinstance(message.id, str):
            found[message.id] = str(message.string)
        else:
            found[message.id[0]] = list(message.string)
    return found


def _remember(response: Response) -> Response:
    choice = request.args.get("lang")
    if choice in LOCALES:
        response.set_cookie(COOKIE, str(choice), max_age=A_YEAR, samesite="Lax")
    g.pop("_locale", None)
    return response
