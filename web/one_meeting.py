"""One meeting: a tablet that was let in by a code reaches nothing of the person beyond it.

Everything within meetings goes through a seat, which asks for itself. What belongs to the person -
the account, the password, the list of people - is shut here, all of it but what is named.
"""

from flask import Flask, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from foundation.errors import NotPermitted
from meetings.permissions import OF_A_PERSON
from web.door import DECLARED

STILL_OPEN = {"api_people.get_me", "api_meetings.get_meetings"}
"""Who one is, and the list of one's meetings, which then has one."""


def register(app: Flask) -> None:
    """Look at every request."""
    app.before_request(_keep_within)


def _keep_within() -> ResponseReturnValue | None:
    rights = {each.right for each in DECLARED.get(request.endpoint or "", ())}
    if not rights & OF_A_PERSON.keys() or request.endpoint in STILL_OPEN:
        return None
    only = current_user.actor.meeting_id if current_user.is_authenticated else None
    if only is None:
        return None
    if request.endpoint == "meetings":
        return redirect(f"/meetings/{only}")
    raise NotPermitted("tablet.one_meeting")
