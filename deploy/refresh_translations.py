"""Bring web/translations up to date with the words in templates, modules and sentences.

`python deploy/refresh_translations.py` keeps the translations there are, adds the new msgids
untranslated, drops those no longer used, compiles, and says what is still to be translated.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parents[1] / "web"
TRANSLATIONS = WEB / "translations"
LOCALES = ("en",)


def found_words() -> Catalog:
    """Return every msgid of the house."""
    with (TRANSLATIONS / "babel.cfg").open() as opened:
        methods, options = parse_mapping_cfg(opened)
    words = Catalog(project="phien", charset="utf-8")
    for _, _, msgid, comments, context in extract_from_dir(WEB, methods, options):
        if msgid:
            words.add(msgid, auto_comments=comments, context=context)
    return words


def refresh(locale: str) -> list[str]:
    """Write the catalogue of one language; returns the msgids that lack a translation."""
    folder = TRANSLATIONS / locale / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    po = folder / "messages.po"
    known = read_po(po.open("rb"), locale=locale) if po.exists() else Catalog(locale=locale)
    fresh = Catalog(locale=locale, project="phien", fuzzy=False, charset="utf-8")
    fresh.creation_date = fresh.revision_date = known.creation_date
    for message in found_words():
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[0]
            old = known.get(one, message.context)
            kept = old.string if old and _alike(old.id, message.id) else ""
            fresh.add(message.id, kept, context=message.context)
    with po.open("wb") as out:
        write_po(out, fresh, sort_output=True, width=100)
    with (folder / "messages.mo").open("wb") as out, po.open("rb") as written:
        write_mo(out, read_po(written, locale=locale))
    return [
        str(m.id)
        for m in fresh
        if m.id and not all([m.string] if isinstance(m.string, str) else m.string)
    ]


def _translated(string: str | tuple[str, ...]) -> bool:
    return all([string] if isinstance(string, str) else string)


def _alike(one: object, other: object) -> bool:
    return isinstance(one, str) == isinstance(other, str)


if __name__ == "__main__":
    missing = [f"{locale}: {msgid}" for locale in LOCALES for msgid in refresh(locale)]
    print("\n".join(missing) or "every word is translated")
    sys.exit(bool(missing))
