"""Paragraphs set right by hand, by the API."""

from typing import Any

from sqlalchemy.orm import Session

from meetings.mending import mend_as_data, mends_in
from meetings.permissions import Right
from web.door import Api

api = Api("mending")


@api.reads("/versions/<int:version>/mends", Right.MEND, gives="Mends")
def mends(session: Session, person_id: int, version: int) -> list[dict[str, Any]]:
    """List what was set right by hand in a version, and whether its place is still found."""
    return [mend_as_data(each) for each in mends_in(session, person_id, version)]


api.carries_out(
    "POST", "/versions/<int:version>/joins", "paragraph.join", "Mend", "TwoParagraphs", 201
)
api.carries_out(
    "POST", "/versions/<int:version>/splits", "paragraph.split", "Mend", "CutParagraph", 201
)
api.carries_out(
    "POST", "/versions/<int:version>/headings", "paragraph.head", "Mend", "HeadedParagraph", 201
)
api.carries_out(
    "POST", "/versions/<int:version>/plain-texts", "paragraph.plain", "Mend", "OneParagraph", 201
)
api.carries_out("DELETE", "/mends/<int:mend>", "paragraph.unmend", "Mend")
