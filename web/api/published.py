"""The API's own description, OpenAPI 3.1, read off what the routes declare."""

import re
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from meetings.permissions import Right
from web.api.schemas import SCHEMAS, ref
from web.door import DECLARED, Api, Declared

VERSION = "1"
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
REFUSALS = {
    "400": "What was sent has not the shape it must have",
    "401": "Nobody is signed in",
    "403": "The right is missing",
    "404": "There is no such thing, or none the asker may know of",
    "409": "It has changed meanwhile, or its state does not allow this",
}
api = Api("published")


@api.plain("GET", "/openapi.json", Right.PASS)
def openapi() -> ResponseReturnValue:
    """Describe the API."""
    return jsonify(description())


def description() -> dict[str, Any]:
    """Return the whole description."""
    paths: dict[str, dict[str, Any]] = {}
    for declared in (each for group in DECLARED.values() for each in group):
        if declared.rule.startswith("/api/"):
            path = PARAMETER.sub(r"{\2}", declared.rule)
            paths.setdefault(path, {})[declared.method.lower()] = _operation(declared)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Phiên",
            "version": VERSION,
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "cookie": {"type": "apiKey", "in": "cookie", "name": "phien"},
                "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
            },
        },
    }


def _operation(declared: Declared) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": declared.endpoint.removeprefix("api_"),
        "summary": declared.summary,
        "x-right": declared.right.value,
        "parameters": [*_path_parameters(declared.rule), *_query_parameters(declared)],
        "responses": {str(declared.status): _success(declared)} | _refusals(),
        "security": _security(declared),
    }
    if declared.command:
        operation["x-command"] = declared.command
    if declared.takes:
        media = "multipart/form-data" if declared.form else "application/json"
        operation["requestBody"] = {
            "required": True,
            "content": {media: {"schema": ref(declared.takes)}},
        }
    return operation


def _success(declared: Declared) -> dict[str, Any]:
    if declared.status == 204:
        return {"description": "Done"}
    schema: dict[str, Any] = ref(declared.gives) if declared.gives else {}
    return {"description": "Done", "content": {declared.media: {"schema": schema}}}


def _refusals() -> dict[str, Any]:
    content = {"application/json": {"schema": ref("Refusal")}}
    return {status: {"description": why, "content": content} for status, why in REFUSALS.items()}


def _security(declared: Declared) -> list[dict[str, Any]]:
    needs: dict[str, list[str]] = {}
    if declared.right not in (Right.PASS, Right.SIGN_IN):
        needs["cookie"] = []
    if declared.method != "GET":
        needs["csrf"] = []
    return [needs] if needs else []


def _path_parameters(rule: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if kind == "int" else "string"},
        }
        for kind, name in PARAMETER.findall(rule)
    ]


def _query_parameters(declared: Declared) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
        for name in declared.query
    ]
