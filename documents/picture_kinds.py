"""What kind of picture a file is, by how it begins; it is not opened here."""

SIGNS = {
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"II*\0": "tif",
    b"MM\0*": "tif",
}
MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "tif": "image/tiff"}


def kind_of_picture(head: bytes) -> str | None:
    """Return what kind of picture begins so, None if it is none that is taken."""
    return next((kind for sign, kind in SIGNS.items() if head.startswith(sign)), None)
