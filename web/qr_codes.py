"""QR codes: the address that a tablet's camera opens, drawn here so that nobody else is asked."""

import ipaddress
from io import BytesIO

import segno
from flask import request, url_for

from web.door import house

QUIET_MODULES = 4
"""The white margin that cameras need."""


def address_to_enter(link: str) -> str:
    """Return the address of a code, by the name under which the desk itself reached the house.

    Where the desk sits at the server's own machine, that name means nothing to a tablet.
    """
    own = request.host_url.rstrip("/")
    base = house().settings.public_url if _only_here(request.host) else own
    return base + url_for("show_whom", link=link)


def drawn(address: str) -> str:
    """Return an address as the SVG of a QR code, black on white whatever the screen's colours."""
    written = BytesIO()
    segno.make(address, error="m", micro=False).save(
        written, kind="svg", border=QUIET_MODULES, light="#fff", dark="#000", xmldecl=False
    )
    return written.getvalue().decode().strip()


def _only_here(host: str) -> bool:
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return name == "localhost"
