"""The web door on a whole house; every answer of the API is held against its description."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from meetings.house import House
from tests.cast import PASSWORD, Cast
from web import create_app
from web.api.published import description
from web.door import DECLARED


@pytest.fixture
def app(house: House) -> Flask:
    """The application, with CSRF as in life."""
    return create_app(house)


class Browser:
    """One person's browser; what it is answered is held against the API's description."""

    def __init__(self, app: Flask, login: str | None = None) -> None:
        self.client: FlaskClient = app.test_client()
        self._app = app
        self._token = self.client.get("/api/csrf").get_json()["token"]
        if login:
            answer = self.post("/api/sign-in", {"login": login, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            self._token = self.client.get("/api/csrf").get_json()["token"]

    def get(self, path: str, **more: Any) -> Any:
        return self._checked("GET", path, self.client.get(path, **more))

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        headers = {"X-CSRFToken": self._token} | more.pop("headers", {})
        if body is not None:
            more["json"] = body
        answer = self.client.open(path, method=method, headers=headers, **more)
        return self._checked(method, path, answer)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("POST", path, body, **more)

    def put(self, path: str, body: Any = None) -> Any:
        return self.send("PUT", path, body)

    def patch(self, path: str, body: Any = None) -> Any:
        return self.send("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path)

    def _checked(self, method: str, path: str, answer: Any) -> Any:
        if answer.is_json and path.startswith("/api/") and not path.startswith("/api/openapi"):
            name = "Refusal" if answer.status_code >= 400 else self._gives(method, path)
            if name:
                fits(answer.get_json(), name)
        return answer

    def _gives(self, method: str, path: str) -> str | None:
        adapter = self._app.url_map.bind("localhost")
        endpoint, _ = adapter.match(path.split("?")[0], method=method)
        return next(d.gives for d in DECLARED[endpoint] if d.method == method)


def fits(answer: Any, name: str) -> None:
    """Hold an answer against a schema of the description."""
    whole = description()
    Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": whole["components"]}
    ).validate(answer)


@pytest.fixture
def browser(app: Flask, settled: Cast) -> Callable[..., Browser]:
    """Open a browser, signed in as one of the cast."""
    return lambda login=None: Browser(app, login)


@pytest.fixture
def said(browser: Any, settled: Cast) -> Callable[..., dict[str, Any]]:
    """Let a delegate comment."""

    def say(login: str = "amina", **changed: Any) -> dict[str, Any]:
        new = {
            "paper": settled.here.paper,
            "paragraph": settled.here.paragraphs[1],
            "text": "Xin làm rõ mức chi.",
            "visibility": "meeting",
        } | changed
        answer = browser(login).post("/api/comments", new)
        assert answer.status_code == 201, answer.text
        comment: dict[str, Any] = answer.get_json()
        return comment

    return say
