"""Reading aloud by the API, for tablets that have no Vietnamese voice of their own."""

from flask import Response
from flask.typing import ResponseReturnValue

from foundation.errors import Invalid
from meetings.agendas.queries import paper_holding
from meetings.permissions import Right
from web.door import Api, actor, body, house, reading

api = Api("speaking")


@api.plain(
    "POST",
    "/versions/<int:version>/speech",
    Right.READ_PAPER,
    takes="WordsToSay",
    media="audio/mpeg",
)
def speech(version: int) -> ResponseReturnValue:
    """Get words of a paper said aloud; who may read the paper may hear it."""
    person_id = actor().person_id
    reading(lambda session: paper_holding(session, person_id, version))
    words = body().get("words")
    if not isinstance(words, str):
        raise Invalid("speech.nothing")
    response = Response(house().voice.say(words), mimetype="audio/mpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response
