"""Entering by a code: typed or scanned on the hall's tablet, then confirmed by the delegate.

To look costs nothing: only what is sent as a form enters a code, lets in or says no, so that no
preview of an address uses a code up.
"""

from dataclasses import replace

from flask import Flask, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from foundation.errors import Conflict, Refusal
from meetings.commands import Actor
from meetings.entering.operations import decline_code, enter_digits, enter_meeting
from meetings.entering.queries import Held, invited
from meetings.entering.secrets import digits_in, hash_of_secret, new_secret
from meetings.permissions import Right
from web.door import Declared, declare, house, reading
from web.patience import AT_AN_ADDRESS, ON_A_TABLET, Patience
from web.refusals import sentence_of
from web.sign_in import begin_with, now_signed_in, sign_in_page

COOKIE = "phien_tablet"
PATH = "/vao"
A_YEAR = 365 * 24 * 3600
LONGEST_SECRET = 100


def register(app: Flask) -> None:
    """Put entering on the application."""
    app.extensions["wrong_codes"] = Patience()
    for method, rule, view, right in (
        ("POST", PATH, enter, Right.SIGN_IN),
        ("GET", PATH, show_entered, Right.PASS),
        ("GET", f"{PATH}/<link>", show_whom, Right.PASS),
        ("POST", f"{PATH}/confirmation", confirm, Right.SIGN_IN),
        ("POST", f"{PATH}/refusal", decline, Right.SIGN_IN),
    ):
        app.add_url_rule(rule, view.__name__, view, methods=[method])
        about = view.__doc__ or ""
        declare(Declared(method, rule, view.__name__, right, about, media="text/html"))


def enter() -> ResponseReturnValue:
    """Take six digits; whose they are is asked on the next page."""
    held = _held()
    try:
        _enter(held.tablet)
    except Refusal as why:
        return _remembering(held, _refused(why))
    return _remembering(held, redirect(PATH, 303))


def show_entered() -> ResponseReturnValue:
    """Ask whether the tablet is for the delegate whose code was entered here."""
    return _asking(_held())


def show_whom(link: str) -> ResponseReturnValue:
    """Ask the same where a QR code was scanned; nothing is used up by looking."""
    return _asking(replace(_held(), link=link[:LONGEST_SECRET]))


def confirm() -> ResponseReturnValue:
    """Let the delegate in, who has said that it is they."""
    held, device = _held(), request.headers.get("User-Agent", "")
    try:
        token, meeting = house().writer.perform(lambda s: enter_meeting(s, held, device))
    except Refusal as why:
        return _remembering(held, _refused(why))
    begin_with(token)
    return _remembering(held, redirect(f"/meetings/{meeting}", 303))


def decline() -> ResponseReturnValue:
    """Go back to the start: whoever holds the tablet is somebody else, and the desk hears it."""
    held = _held()
    try:
        house().writer.perform(lambda s: decline_code(s, held))
    except Refusal as why:
        return _remembering(held, _refused(why))
    return _remembering(held, redirect("/sign-in?declined=1", 303))


def _enter(tablet: str) -> None:
    """Enter what was typed, once its typist has waited; raises why not."""
    patience: Patience = current_app.extensions["wrong_codes"]
    waiting = ((hash_of_secret(tablet), *ON_A_TABLET), (request.remote_addr or "", *AT_AN_ADDRESS))
    if wait := max(patience.wait(*each) for each in waiting):
        raise Conflict("code.wait", seconds=wait)
    key, digits = house().settings.secret_key, digits_in(request.form.get("code", ""))
    entered = house().writer.perform(lambda s: enter_digits(s, key, digits, tablet))
    if entered.refusal is None:
        return patience.forget(hash_of_secret(tablet))
    if entered.refusal not in ("code.shape", "code.closed"):
        for who, *_ in waiting:
            patience.count(who)
    raise Conflict(entered.refusal, minutes=-(-entered.seconds // 60))


def _asking(held: Held) -> ResponseReturnValue:
    try:
        found = reading(lambda session: invited(session, held))
    except Refusal as why:
        if held.link is None and why.code == "code.unknown":
            return redirect("/sign-in", 303)
        if held.link is None and why.code == "code.used" and (present := now_signed_in()):
            return redirect(_where_let_in(present), 303)  # the way back from the meeting
        return _refused(why)
    answer = current_app.make_response(
        render_template("entering.html", invited=found, link=held.link or "")
    )
    answer.headers["Cache-Control"] = "no-store"  # the next delegate turns no page back to this
    return answer


def _where_let_in(present: Actor) -> str:
    return f"/meetings/{present.meeting_id}" if present.meeting_id else "/meetings"


def _refused(why: Refusal) -> Response:
    return current_app.make_response((sign_in_page(code_error=sentence_of(why)), 400))


def _held() -> Held:
    """Return what this browser holds: its own secret, new where it has none."""
    known = request.cookies.get(COOKIE, "")[:LONGEST_SECRET]
    return Held(known or new_secret(), request.form.get("link", "")[:LONGEST_SECRET] or None)


def _remembering(held: Held, answer: Response) -> Response:
    """Let the browser keep its secret, which ties a code to this tablet."""
    answer.set_cookie(
        COOKIE,
        held.tablet,
        max_age=A_YEAR,
        path=PATH,
        secure=house().settings.secure,
        httponly=True,
        samesite="Lax",
    )
    return answer
