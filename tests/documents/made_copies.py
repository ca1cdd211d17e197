"""Papers made for the tests of copies: full of what must not leave the house, and oddly shaped."""

import io

import pikepdf
import pymupdf
from pikepdf import Array, Dictionary, Name, String

from tests.documents.made_papers import saved, text_paper

FORBIDDEN = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/OpenAction",
    "/AA",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/Filespec",
    "/XFA",
    "/AcroForm",
    "/RichMedia",
    "/Movie",
    "/Sound",
    "/Rendition",
    "/GoToR",
    "/Metadata",
    "/PieceInfo",
    "/StructTreeRoot",
)
SECRET = b"not for the readers"


def hostile_paper() -> bytes:
    """Return a paper with a script, a program, a file, a form and a stamp wherever they may be."""
    pdf = pikepdf.open(io.BytesIO(text_paper(3)))
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))
    launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
    file = pdf.make_stream(SECRET, Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F=String("evil.exe"), EF=Dictionary(F=file))
    root, page = pdf.Root, pdf.pages[0].obj
    root.OpenAction, root.AA = script, Dictionary(WC=script)
    root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), script])),
        EmbeddedFiles=Dictionary(Names=Array([String("evil.exe"), spec])),
        Dests=Dictionary(Names=Array([String("second"), Array([pdf.pages[1].obj, Name.Fit])])),
    )
    root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))
    root.Metadata = pdf.make_stream(b"<x:xmpmeta/>", Type=Name.Metadata, Subtype=Name.XML)
    root.PieceInfo = Dictionary(Maker=Dictionary(Private=SECRET))
    root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot)
    pdf.docinfo["/Title"], pdf.docinfo["/Author"] = "Tờ trình số 5", "Người soạn"
    page.AA = Dictionary(O=script)
    page.Metadata = root.Metadata
    page.Resources.Properties = Dictionary(Hidden=file, Plain=Dictionary(Type=Name.OCG, AA=script))
    page.Resources.XObject = Dictionary(
        Program=pdf.make_stream(SECRET, Type=Name.XObject, Subtype=Name.PS),
        Elsewhere=pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, F=spec),
    )
    page.Annots = pdf.make_indirect(
        Array([pdf.make_indirect(a) for a in _annotations(pdf, script, launch, spec)])
    )
    root.AcroForm.Fields.append(page.Annots[-1])
    entry = pdf.make_indirect(Dictionary(Title=String("Mở chương trình"), A=launch))
    good = pdf.make_indirect(Dictionary(Title=String("Trang hai"), Dest=String("second")))
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=entry, Last=good, Count=2))
    entry.Parent = good.Parent = outlines
    entry.Next, good.Prev = good, entry
    root.Outlines = outlines
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def _annotations(pdf, script, launch, spec):
    def link(**more):
        return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 60, 30]), **more)

    def kind(name, **more):
        rect = Array([300, 600, 400, 640])
        return Dictionary(Type=Name.Annot, Subtype=Name(name), Rect=rect, **more)

    stamp = pdf.make_stream(
        b"1 0 0 rg 0 0 50 20 re f",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 50, 20]),
        Resources=Dictionary(),
        PieceInfo=Dictionary(X=script),
    )
    return [
        link(A=Dictionary(S=Name.URI, URI=String("https://chinhphu.vn/"))),
        link(A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))),
        link(A=Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))),
        link(A=script),
        link(A=launch),
        link(A=Dictionary(S=Name.GoTo, D=String("second")), AA=Dictionary(E=script)),
        link(A=Dictionary(S=Name.GoToR, F=spec, D=Array([0, Name.Fit]))),
        link(A=Dictionary(S=Name.SubmitForm, F=String("https://evil.vn"))),
        kind("/FileAttachment", FS=spec),
        kind("/RichMedia", RichMediaContent=Dictionary(A=script)),
        kind("/Screen", A=Dictionary(S=Name.Rendition, JS=String("x"))),
        kind("/Widget", FT=Name.Tx, T=String("ten"), A=script, AP=Dictionary(N=stamp)),
    ]


def stamped_paper() -> bytes:
    """Return pages whose seal is an annotation, as signing programs make it; one is turned."""
    document = pymupdf.open("pdf", text_paper(2))
    for page in document:
        page.add_rect_annot((300, 500, 420, 620)).update(fill_color=(0.9, 0.1, 0.1))
    document[1].set_rotation(90)
    return saved(document)


def odd_paper() -> bytes:
    """Return pages of odd sizes, turned, cropped off centre, and one that leaves its state open."""
    document = pymupdf.open()
    for width, height, rotation in (
        (595, 842, 0),
        (842, 595, 90),
        (300, 1200, 180),
        (2384, 3370, 270),
    ):
        page = document.new_page(width=width, height=height)
        page.insert_text((width / 3, height / 2), f"Khổ {width}", fontsize=20)
        page.set_cropbox(pymupdf.Rect(width * 0.1, height * 0.2, width * 0.95, height * 0.9))
        page.set_rotation(rotation)
    pdf = pikepdf.open(io.BytesIO(saved(document)))
    pdf.pages[0].contents_add(b"q 0.1 0 0 0.1 50 50 cm q", prepend=False)
    pdf.pages[1].contents_add(b"Q Q 2 0 0 2 0 0 cm", prepend=False)
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def layered_paper() -> bytes:
    """Return a page with a hidden layer and a shown one."""
    document = pymupdf.open("pdf", text_paper(1))
    hidden = document.add_ocg("Ẩn", on=False)
    shown = document.add_ocg("Hiện", on=True)
    document[0].draw_rect((50, 300, 500, 400), fill=(0, 0, 0), oc=hidden)
    document[0].draw_rect((50, 500, 500, 600), fill=(0, 0, 1), oc=shown)
    return saved(document)


def everything_in(pdf: pikepdf.Pdf):
    """Yield every name, key and string of a file, and the bytes of its streams."""
    seen = set()
    waiting = [pdf.trailer]
    waiting += list(pdf.objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)):
            if thing.is_indirect:
                if thing.objgen in seen:
                    continue
                seen.add(thing.objgen)
            if isinstance(thing, pikepdf.Array):
                waiting += list(thing)
            else:
                if isinstance(thing, pikepdf.Stream):
                    yield thing.read_raw_bytes()
                keys = list(thing.keys())
                yield from (key.encode() for key in keys)
                waiting += [thing[key] for key in keys]
        elif isinstance(thing, (pikepdf.Name, pikepdf.String)):
            yield str(thing).encode()
