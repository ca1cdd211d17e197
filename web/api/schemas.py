"""The shapes of the API, as JSON Schema: what each route takes and gives."""

from typing import Any

from documents.changes import Change, Op
from documents.matches import BY_HAND
from documents.matching import Rung
from documents.models import MendKind, Recognition
from meetings.agendas.models import ItemKind, MeetingKind
from meetings.annotations.models import Colour, Motivation
from meetings.opinions.gathering import Standing
from meetings.opinions.models import Outcome
from meetings.people.models import Role
from meetings.permissions import OF_COMMENTS, OF_MARKS, MeetingState

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
OPERATION: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": 64,
    "description": "Chosen by the client; sent twice, the act is done once and answered the same.",
}


def choice(kind: Any) -> Schema:
    """Return one of an enum's values, or of some of them."""
    return {"type": "string", "enum": [each.value for each in kind]}


def maybe(schema: Schema) -> Schema:
    """Return the schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema: Schema) -> Schema:
    """Return a list of the schema."""
    return {"type": "array", "items": schema}


def ref(name: str) -> Schema:
    """Return a named schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def given(**fields: Schema) -> Schema:
    """Return an object that has exactly these fields."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def taken(*needed: str, **fields: Schema) -> Schema:
    """Return an object as it is sent: some fields are needed, an operation id may come along."""
    return {
        "type": "object",
        "properties": fields | {"operation_id": OPERATION},
        "required": list(needed),
    }


PAGE = given(
    number=WHOLE,
    width=NUMBER,
    height=NUMBER,
    scanned=FLAG,
    recognised=FLAG,
    turn={"type": "integer", "enum": [0, 90, 180, 270]},
    problem=maybe(TEXT),
)
VERSION: dict[str, Schema] = {
    "id": WHOLE,
    "number": WHOLE,
    "file_name": TEXT,
    "state": {"type": "string", "enum": ["waiting", "processing", "ready", "failed"]},
    "problem": maybe(TEXT),
    "page_count": WHOLE,
    "pages_done": WHOLE,
    "recognition": choice(Recognition),
    "pages_recognised": WHOLE,
    "reading": WHOLE,
    "size": WHOLE,
    "created": MOMENT,
}
BOX = {"type": "array", "items": WHOLE, "minItems": 5, "maxItems": 5}
SELECTOR: Schema = {"type": "object", "required": ["type"], "properties": {"type": TEXT}}
TARGET = given(page=WHOLE, paragraph=maybe(WHOLE), boxes=many(BOX), selectors=many(SELECTOR))
INK: Schema = given(
    width=WHOLE,
    points={
        "type": "array",
        "items": {"type": "integer"},
        "description": "x, y (ten-thousandths of the displayed page), pressure (hundredths) of the "
        "first point; then, three by three, how far each next point is from the one before.",
    },
)
NUMBERS: Schema = {
    "type": "array",
    "items": {"type": "array", "items": WHOLE, "minItems": 3, "maxItems": 3},
    "description": "Runs of the pack's page numbers: base, letter, count. Letter 0 counts base, "
    "base + 1, …; letter 1 counts 37a, 37b, … after base 37, 2 begins at b.",
}
MEND: dict[str, Schema] = {
    "id": WHOLE,
    "version": WHOLE,
    "kind": choice(MendKind),
    "page": WHOLE,
    "boxes": many(BOX),
    "before": TEXT,
    "after": TEXT,
    "level": maybe(WHOLE),
    "created": MOMENT,
    "undone": FLAG,
    "found": maybe(FLAG),
}
MEETING_FIELDS: dict[str, Schema] = {
    "title": TEXT,
    "kind": choice(MeetingKind),
    "place": TEXT,
    "starts": MOMENT,
    "ends": MOMENT,
}
ITEM_FIELDS: dict[str, Schema] = {
    "title": TEXT,
    "kind": choice(ItemKind),
    "presenter": maybe(WHOLE),
    "presenter_name": TEXT,
    "minutes": maybe(WHOLE),
}
MEETING = {"id": WHOLE, **MEETING_FIELDS, "state": choice(MeetingState), "revision": WHOLE}
NUMBERED = given(id=WHOLE, number=TEXT, title=TEXT)
HEADS: Schema = {"type": "object", "additionalProperties": WHOLE}
PERSON = {"id": WHOLE, "name": TEXT, "post": TEXT, "unit": maybe(given(id=WHOLE, name=TEXT))}
ACCOUNT = {
    **PERSON,
    "login": TEXT,
    "birth_year": maybe(WHOLE),
    "administers": FLAG,
    "prepares_meetings": FLAG,
    "disabled": FLAG,
}
RUNG: Schema = {
    "type": "string",
    "enum": [*(str(rung) for rung in Rung), BY_HAND],
    "description": "How it came to stand there, the surest way first.",
}
COMMENT_PLACES: Schema = {
    "type": "object",
    "description": "By the id of another version, or of its own where that was read anew.",
    "additionalProperties": given(
        paragraph=maybe(WHOLE),
        page=maybe(WHOLE),
        number=maybe(WHOLE),
        address=maybe(TEXT),
        rung=RUNG,
        score=NUMBER,
    ),
}
MARK_PLACES: Schema = {
    "type": "object",
    "description": "By the id of another version, or of its own where that was read anew.",
    "additionalProperties": given(target=maybe(TARGET), rung=RUNG, score=NUMBER),
}
SHARED_WITH: dict[str, Schema] = {
    "people": many(given(person=WHOLE, name=TEXT)),
    "unit": maybe(given(id=WHOLE, name=TEXT)),
}
MARK_AUDIENCE: dict[str, Schema] = {
    "visibility": choice(OF_MARKS),
    "people": many(WHOLE) | {"description": "Whom it is shared with by name: `people` alone."},
}
COMMENT: dict[str, Schema] = {
    "id": WHOLE,
    "type": TEXT,
    "motivation": {"type": "string", "enum": ["commenting", "replying"]},
    "meeting": WHOLE,
    "paper": WHOLE,
    "version": WHOLE,
    "version_number": WHOLE,
    "paragraph": WHOLE,
    "parent": maybe(WHOLE),
    "creator": ref("Creator"),
    "created": MOMENT,
    "modified": MOMENT,
    "revision": WHOLE,
    "visibility": choice(OF_COMMENTS),
    "text": TEXT,
    "html": TEXT,
    "withdrawn": FLAG,
    "target": given(page=WHOLE, number=WHOLE, address=TEXT, quote=TEXT, region=maybe(BOX)),
    "places": COMMENT_PLACES,
    "answer": maybe(ref("Answer")),
    "operation_id": TEXT,
}

VERSION_TO_READ: Schema = given(**VERSION, sha=TEXT, latest=FLAG, pages=many(PAGE))
SCHEMAS: dict[str, Schema] = {
    "Refusal": {
        "type": "object",
        "properties": {"code": TEXT, "message": TEXT, "current": {}},
        "required": ["code", "message"],
        "additionalProperties": False,
    },
    "Token": given(token=TEXT),
    "Removed": given(id=WHOLE),
    "Person": given(**PERSON),
    "Account": given(**ACCOUNT),
    "Creator": given(person=WHOLE, name=TEXT, post=TEXT, unit=TEXT),
    "Me": given(person=ref("Person"), rights=many(TEXT)),
    "NewSignIn": taken("login", "password", login=TEXT, password=TEXT),
    "NewPassword": taken("old", "new", old=TEXT, new={"type": "string", "minLength": 8}),
    "NewPerson": taken(
        "name",
        "login",
        "password",
        "unit",
        name=TEXT,
        login=TEXT,
        password={"type": "string", "minLength": 8},
        unit=WHOLE,
        post=TEXT,
        birth_year=maybe(WHOLE),
        administers=FLAG,
        prepares_meetings=FLAG,
    ),
    "ChangedPerson": taken(
        name=TEXT,
        post=TEXT,
        unit=WHOLE,
        password={"type": "string", "minLength": 8},
        disabled=FLAG,
        administers=FLAG,
        prepares_meetings=FLAG,
    ),
    "People": many({"anyOf": [ref("Person"), ref("Account")]}),
    "Unit": given(id=WHOLE, name=TEXT, kind=TEXT, parent=maybe(WHOLE)),
    "Units": many(ref("Unit")),
    "NewUnit": taken("name", name=TEXT, kind=TEXT, parent=maybe(WHOLE)),
    "ChangedUnit": taken("name", name=TEXT),
    "Meeting": given(**MEETING),
    "Meetings": many(given(**MEETING, role=choice(Role), papers=WHOLE, pages=WHOLE)),
    "NewMeeting": taken(
        "title",
        "kind",
        "starts",
        "ends",
        **MEETING_FIELDS,
        chair=maybe(WHOLE),
        seats=many(given(person=WHOLE, role=choice(Role))),
    ),
    "ChangedMeeting": taken("revision", revision=WHOLE, **MEETING_FIELDS),
    "Seat": given(id=WHOLE, person=ref("Person"), role=choice(Role)),
    "Seats": given(seats=many(ref("Seat"))),
    "NewSeats": taken(
        people=many(WHOLE), units=many(WHOLE), meetings=many(WHOLE), role=choice(Role)
    ),
    "ChangedSeat": taken("role", role=choice(Role)),
    "EntryCode": given(
        code=WHOLE,
        seat=ref("Seat"),
        digits=maybe(TEXT | {"description": "Null while somebody is guessing codes."}),
        address=TEXT | {"description": "What the QR code carries."},
        qr=TEXT | {"description": "The QR code as SVG."},
        seconds=WHOLE,
    ),
    "Seated": given(person=WHOLE, seat=WHOLE, role=choice(Role), rights=many(TEXT)),
    "WholeMeeting": given(
        meeting=ref("Meeting"),
        me=ref("Seated"),
        seats=many(ref("Seat")),
        items=many(ref("Item")),
        pack=given(pages=WHOLE),
        heads=HEADS,
    ),
    "Figures": {"type": "object", "additionalProperties": {"type": "object"}},
    "Present": given(meeting=WHOLE, persons=many(WHOLE)),
    "Item": given(
        id=WHOLE,
        parent=maybe(WHOLE),
        position=WHOLE,
        number=TEXT,
        title=TEXT,
        kind=choice(ItemKind),
        presenter=maybe(given(person=maybe(WHOLE), name=TEXT)),
        minutes=maybe(WHOLE),
        revision=WHOLE,
        papers=many(ref("Paper")),
    ),
    "NewItem": taken("title", **ITEM_FIELDS, parent=maybe(WHOLE)),
    "ChangedItem": taken("revision", revision=WHOLE, **ITEM_FIELDS),
    "NewItemPlace": taken(parent=maybe(WHOLE), after=maybe(WHOLE)),
    "Places": given(items=many(given(id=WHOLE, parent=maybe(WHOLE), position=WHOLE, number=TEXT))),
    "Version": given(**VERSION),
    "Paper": {
        "type": "object",
        "properties": {
            "id": WHOLE,
            "item": WHOLE,
            "title": TEXT,
            "position": WHOLE,
            "numbers": NUMBERS,
            "numbers_kept": FLAG,
            "version": ref("Version"),
            "versions": many(
                given(id=WHOLE, number=WHOLE, file_name=TEXT, created=MOMENT, page_count=WHOLE)
            ),
            "comments": WHOLE,
            "comment_ids": many(WHOLE),
            "same_file": maybe(given(paper=WHOLE, title=TEXT)),
        },
        "required": ["id", "item", "title", "position", "numbers", "version", "versions"],
        "additionalProperties": False,
    },
    "WordsToSay": taken("words", words=TEXT),
    "NewPaper": {
        "type": "object",
        "properties": {
            "file": {"type": "string", "contentMediaType": "application/octet-stream"},
            "title": TEXT,
            "operation_id": OPERATION,
        },
        "required": ["file"],
    },
    "ChangedPaper": taken(title=TEXT, item=WHOLE, after=maybe(WHOLE)),
    "WholePaper": given(
        paper=ref("Paper"),
        version=VERSION_TO_READ,
        item=NUMBERED,
        meeting=ref("Meeting"),
        me=ref("Seated"),
        place=maybe(given(version=WHOLE, page=WHOLE, y=WHOLE, rung=RUNG, read_on=WHOLE)),
        neighbours=given(previous=maybe(WHOLE), next=maybe(WHOLE)),
        pack=many(given(paper=WHOLE, numbers=NUMBERS, pages=WHOLE)),
        pack_pages=WHOLE,
        heads=HEADS,
    ),
    "Projection": given(
        paper=ref("Paper"),
        version=VERSION_TO_READ,
        meeting=ref("Meeting"),
        pack=many(given(paper=WHOLE, numbers=NUMBERS, pages=WHOLE)),
        annotations=many(ref("Annotation")),
        heads=HEADS,
    ),
    "Pack": many(
        given(
            paper=WHOLE,
            title=TEXT,
            item=given(id=WHOLE, number=TEXT),
            version=WHOLE,
            first=TEXT,
            last=TEXT,
            pages=WHOLE,
            numbers=NUMBERS,
        )
    ),
    "Paragraphs": many(
        given(
            id=WHOLE,
            ordinal=WHOLE,
            kind=TEXT,
            address=TEXT,
            level=maybe(WHOLE),
            text=TEXT,
            boxes=many(BOX),
            from_scan=FLAG,
            mended=FLAG,
        )
    ),
    "Mend": given(**MEND),
    "Mends": many(ref("Mend")),
    "TwoParagraphs": taken("first", "second", first=WHOLE, second=WHOLE),
    "OneParagraph": taken("paragraph", paragraph=WHOLE),
    "CutParagraph": taken(
        "paragraph",
        "at",
        paragraph=WHOLE,
        at={"type": "integer", "minimum": 1, "description": "A letter of the text, from 0."},
    ),
    "HeadedParagraph": taken(
        "paragraph",
        "level",
        paragraph=WHOLE,
        level={"type": "integer", "minimum": 1, "maximum": 6},
    ),
    "Changes": given(
        **{"from": given(id=WHOLE, number=WHOLE), "to": given(id=WHOLE, number=WHOLE)},
        changes=many(
            given(
                kind=choice(Change),
                old=many(given(paragraph=WHOLE, address=TEXT, page=WHOLE)),
                new=many(given(paragraph=WHOLE, address=TEXT, page=WHOLE)),
                words=many(
                    {
                        "type": "array",
                        "prefixItems": [choice(Op), TEXT],
                        "minItems": 2,
                        "maxItems": 2,
                    }
                ),
            )
        ),
        along=many(many(WHOLE)),
        pages=given(old=many(WHOLE), new=many(WHOLE)),
        touched=WHOLE,
        unread=given(old=many(WHOLE), new=many(WHOLE)),
    ),
    "Words": given(lines=many({"type": "array"})),
    "Hits": given(
        total=WHOLE,
        loosened=FLAG,
        unread=WHOLE,
        hits=many(
            given(
                paper=WHOLE,
                title=TEXT,
                version=WHOLE,
                page=WHOLE,
                pack_page=TEXT,
                paragraph=WHOLE,
                number=WHOLE,
                address=TEXT,
                kind=TEXT,
                snippet=many(
                    {"type": "array", "prefixItems": [TEXT, FLAG], "minItems": 2, "maxItems": 2}
                ),
                boxes=many(BOX),
                from_scan=FLAG,
            )
        ),
    ),
    "Comment": given(**COMMENT),
    "Comments": given(comments=many(ref("Comment")), heads=HEADS),
    "Answer": given(outcome=choice(Outcome), reason=TEXT, html=TEXT, by=ref("Creator"), at=MOMENT),
    "NewComment": taken(
        "paper",
        "paragraph",
        "text",
        "visibility",
        paper=WHOLE,
        paragraph=WHOLE,
        text={"type": "string", "minLength": 1, "maxLength": 5000},
        visibility=choice(OF_COMMENTS),
        region=maybe(BOX),
    ),
    "NewReply": taken("text", text={"type": "string", "minLength": 1, "maxLength": 5000}),
    "ChangedComment": taken("revision", revision=WHOLE, text=TEXT, visibility=choice(OF_COMMENTS)),
    "NewAnswer": taken("outcome", outcome=choice(Outcome), reason=TEXT, revision=WHOLE),
    "Opinions": given(
        meeting=ref("Meeting"),
        me=ref("Seated"),
        papers=many(
            given(
                id=WHOLE,
                title=TEXT,
                item=NUMBERED,
                version=given(id=WHOLE, number=WHOLE, latest=FLAG, page_count=WHOLE),
                numbers=NUMBERS,
                paragraphs=many(
                    given(
                        id=WHOLE,
                        page=WHOLE,
                        pack_page=TEXT,
                        number=WHOLE,
                        address=TEXT,
                        text=TEXT,
                        comments=many(
                            given(
                                **COMMENT,
                                standing=choice(Standing),
                                rung=maybe(RUNG),
                                replies=many(ref("Comment")),
                            )
                        ),
                    )
                ),
            )
        ),
        contributors=many(given(**PERSON, person=WHOLE, role=choice(Role), comments=WHOLE)),
        heads=HEADS,
    ),
    "Annotation": given(
        id=WHOLE,
        type=TEXT,
        motivation=choice(Motivation),
        meeting=WHOLE,
        paper=WHOLE,
        version=WHOLE,
        creator=ref("Creator"),
        created=MOMENT,
        modified=MOMENT,
        revision=WHOLE,
        visibility=choice(OF_MARKS),
        **SHARED_WITH,
        color=choice(Colour),
        note=TEXT,
        target=TARGET,
        ink=maybe(INK),
        places=MARK_PLACES,
        operation_id=TEXT,
    ),
    "Annotations": given(annotations=many(ref("Annotation")), heads=HEADS),
    "OwnMarks": given(
        papers=many(given(paper=WHOLE, title=TEXT, marks=many(ref("ListedMark")))), heads=HEADS
    ),
    "ListedMark": given(
        id=WHOLE,
        paper=WHOLE,
        version=WHOLE,
        version_number=WHOLE,
        operation_id=TEXT,
        revision=WHOLE,
        motivation=choice(Motivation),
        drawn=FLAG,
        color=choice(Colour),
        visibility=choice(OF_MARKS),
        **SHARED_WITH,
        note=TEXT,
        quote=TEXT,
        placed=FLAG,
        page=WHOLE,
        x=WHOLE,
        y=WHOLE,
    ),
    "NewAnnotation": taken(
        "paper",
        "version",
        "motivation",
        "visibility",
        "color",
        "target",
        paper=WHOLE,
        version=WHOLE,
        motivation=choice(Motivation),
        **MARK_AUDIENCE,
        color=choice(Colour),
        note=TEXT,
        target=ref("Target"),
        ink=maybe(INK),
    ),
    "Target": TARGET,
    "Unplaced": given(
        version=given(id=WHOLE, number=WHOLE),
        comments=many(ref("Comment")),
        annotations=many(ref("Annotation")),
        heads=HEADS,
    ),
    "ParagraphStanding": given(paragraph=maybe(WHOLE), known=FLAG, version=WHOLE, page=WHOLE),
    "CommentPlace": taken("version", "paragraph", version=WHOLE, paragraph=WHOLE),
    "MarkPlace": taken("version", "target", version=WHOLE, target=ref("Target")),
    "Restoration": taken("version", version=WHOLE),
    "ChangedAnnotation": taken(
        "revision",
        revision=WHOLE,
        note=TEXT,
        color=choice(Colour),
        **MARK_AUDIENCE,
    ),
    "NewPlace": taken("version", "page", "y", version=WHOLE, page=WHOLE, y=WHOLE),
    "Place": given(paper=WHOLE, version=WHOLE, page=WHOLE, y=WHOLE),
}
