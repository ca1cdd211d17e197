"""Signing in and out: the cookie carries a token, the sign-in table says whether it still holds."""

import os
import threading
from collections.abc import Callable
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from foundation.arriving import carried
from foundation.errors import NotPermitted, NotSignedIn, Refusal
from meetings.commands import Actor
from meetings.doorway import Doorway
from meetings.people.models import SignIn
from meetings.people.operations import begin_sign_in, end_sign_in, token_hash
from meetings.people.passwords import LONGEST, matches
from meetings.people.presenting import person_as_data
from meetings.people.queries import person_by_login, running_sign_in
from meetings.permissions import OF_A_PERSON, Right
from web.door import Declared, declare, house
from web.patience import Patience
from web.security import safe_next
from web.session_cookie import SaidWithPages, SessionCookie

MOST_FAILURES = 10
FAILURE_SECONDS = 300.0
WHOSE, NOBODY = "X-Signed-In", "nobody"
_comparing = threading.Semaphore(max(1, (os.cpu_count() or 1) - 1))


class SignedIn(UserMixin):
    """Who is signed in, as plain data: no row outlives its transaction."""

    def __init__(self, token: str, sign_in: SignIn, only_meeting: int | None) -> None:
        person = sign_in.person
        self.actor = Actor(person.id, sign_in.id, only_meeting)
        self.person = person_as_data(person)
        self.rights = [
            right.value
            for right, holds in OF_A_PERSON.items()
            if only_meeting is None and holds(person)
        ]
        self._token = token

    def get_id(self) -> str:
        """Return what the cookie carries: the token, never the person."""
        return self._token


def register(app: Flask) -> None:
    """Put sign-in on the application."""
    app.session_interface = SaidWithPages()
    app.extensions["wrong_passwords"] = Patience(FAILURE_SECONDS)
    manager = LoginManager(app)
    manager.session_protection = None  # a tablet's address changes between the hall and the street
    manager.user_loader(_load)
    manager.unauthorized_handler(_unauthorized)
    for rule, view, method, right in (
        ("/sign-in", show_sign_in, "GET", Right.PASS),
        ("/sign-in", sign_in_by_form, "POST", Right.SIGN_IN),
        ("/sign-out", sign_out, "POST", Right.PASS),
    ):
        app.add_url_rule(rule, view.__name__, view, methods=[method])
        declare(Declared(method, rule, view.__name__, right, view.__doc__ or "", media="text/html"))
    app.after_request(_say_whose)


def now_signed_in() -> Actor | None:
    """Return who is behind the present request, or None."""
    return current_user.actor if current_user.is_authenticated else None


def check_password(login: str, password: str, address: str) -> int:
    """Return the id of the person; raises NotSignedIn, as slow for one who does not exist."""
    login, password = carried(login), carried(password).strip()
    key = f"{login.strip().lower()} {address}"
    patience: Patience = current_app.extensions["wrong_passwords"]
    if patience.failures(key) >= MOST_FAILURES:
        raise NotPermitted("sign_in.too_many", minutes=int(FAILURE_SECONDS // 60))
    with house().database.session() as reading:
        person = person_by_login(reading, login)
        stored = person.password if person and not person.disabled else None
    if len(password) > LONGEST or not _matches(stored, password):
        patience.count(key)
        raise NotSignedIn("sign_in.wrong")
    patience.forget(key)
    assert person is not None  # noqa: S101 - only a person's own hash matches
    return person.id


def sign_in(login: str, password: str) -> None:
    """Sign the present browser in; raises NotSignedIn."""
    person_id = check_password(login, password, request.remote_addr or "")
    device = request.headers.get("User-Agent", "")
    token = house().writer.perform(lambda s: begin_sign_in(s, person_id, device))
    begin_with(token)


def begin_with(token: str) -> None:
    """Sign the present browser in by the token of a sign-in that has begun."""
    end_present_sign_in()
    user = _load(token)
    if user is None:
        raise NotPermitted("account.disabled")
    session.permanent = True
    login_user(user)


def end_present_sign_in() -> None:
    """Sign the present browser out."""
    if present := now_signed_in():
        house().writer.perform(lambda s: end_sign_in(s, present.sign_in_id))
        logout_user()
    session.clear()


def show_sign_in() -> ResponseReturnValue:
    """Show the sign-in page."""
    if current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    return sign_in_page()


def sign_in_by_form() -> ResponseReturnValue:
    """Sign in and go on to where one was going."""
    from web.refusals import sentence_of

    try:
        sign_in(request.form.get("login", ""), request.form.get("password", ""))
    except Refusal as refusal:
        return sign_in_page(sentence_of(refusal)), 400
    return redirect(safe_next(request.form.get("next")))


def sign_out() -> ResponseReturnValue:
    """Sign out: the cookie and the open sockets end at once."""
    end_present_sign_in()
    return redirect(url_for("show_sign_in"))


def sign_in_page(error: str | None = None, code_error: str | None = None) -> str:
    """Return the page that asks for a code, or for a login and its password."""
    shown = house().settings.demonstration
    return render_template(
        "sign_in.html",
        error=error,
        code_error=code_error,
        next=request.values.get("next", ""),
        demonstration=_demonstration_accounts() if shown else [],
        demonstration_password=_demonstration()[1] if shown else "",
    )


def _demonstration_accounts() -> list[dict[str, Any]]:
    with house().database.session() as reading:
        people = [person_by_login(reading, login) for login in _demonstration()[0]]
        return [
            {"login": person.login, "name": person.name, "post": person.post}
            for person in people
            if person
        ]


def _demonstration() -> tuple[list[str], str]:
    from deploy.demonstration.cast import ENTRANCES, PASSWORD

    return list(ENTRANCES), PASSWORD


def _load(token: str) -> SignedIn | None:
    with house().database.session() as reading:
        found = running_sign_in(reading, token_hash(token))
        return SignedIn(token, *found) if found else None


def _say_whose(response: Response) -> Response:
    """Say whose answer it is: a device keeps it for nobody else (web/static/worker/worker.js)."""
    who = g.get("_login_user")  # as Flask-Login keeps it: nobody is looked up for this alone
    if who is not None and "/pages/" not in request.path:  # which web/warm_pages.py answers too
        signed_in = who.is_authenticated
        response.headers[WHOSE] = str(who.actor.person_id) if signed_in else NOBODY
    return response


def _unauthorized() -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        raise NotSignedIn("sign_in.needed")
    return redirect(url_for("show_sign_in", next=request.full_path.rstrip("?")))


def _matches(stored: str | None, password: str) -> bool:
    """Compare off the loop, a few at a time: each holds a processor, and others want one."""
    with _comparing:
        return bool(house().off_loop(lambda: matches(stored, password)))


def recognising(app: Flask, doorway: Doorway) -> Callable[[dict[str, Any]], Actor | None]:
    """Return what says who is behind a request that has not been dispatched."""
    cookie = SessionCookie(app)

    def recognised(environ: dict[str, Any]) -> Actor | None:
        token = cookie.token_hash(environ.get("HTTP_COOKIE", ""))
        if token and (actor := doorway.who(token)):
            return actor
        with app.request_context(environ):  # what is out of the ordinary, and every no
            return now_signed_in()

    return recognised
