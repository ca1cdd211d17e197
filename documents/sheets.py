"""Excel files: every sheet made as wide as its page, so that no column ends up pages away.

Runs in worker processes only. Rows still go on from page to page.
"""

import re
from typing import Any

from documents.open_xml import OpenXml, Part

SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
USUAL_CHARACTERS = 8.43
POINTS_A_CHARACTER = 5.25
POINTS_A_COLUMN = 3.75
UPRIGHT_ROOM = 500.0
"""Points between the margins of an upright A4 page."""
MOST_COLUMNS = 16384
BEFORE_SETUP = ("pageMargins", "printOptions", "hyperlinks", "dataValidations", "sheetData")
"""What the setup of the page comes after, the nearest first."""


def fit_to_width(file: OpenXml) -> None:
    """Let each sheet be drawn as small as its width asks for."""
    for name in file.names(SHEETS.fullmatch):
        root = file.part(name)
        if root is not None and root.find("{*}sheetData") is not None:
            _fit(root)
            file.change(name)


def _fit(root: Part) -> None:
    properties = _child(root, "sheetPr")
    if properties is None:
        properties = root.makeelement(_name(root, "sheetPr"))
        root.insert(0, properties)
    fit = _child(properties, "pageSetUpPr")
    if fit is None:
        fit = properties.makeelement(_name(root, "pageSetUpPr"))
        properties.append(fit)
    fit.set("fitToPage", "1")
    for breaks in root.findall("{*}colBreaks"):
        root.remove(breaks)
    setup = _setup(root)
    setup.attrib.pop("scale", None)
    setup.set("fitToWidth", "1")
    setup.set("fitToHeight", "0")
    if setup.get("orientation", "default") == "default" and _width(root) > UPRIGHT_ROOM:
        setup.set("orientation", "landscape")


def _setup(root: Part) -> Any:
    if (setup := _child(root, "pageSetup")) is not None:
        return setup
    setup = root.makeelement(_name(root, "pageSetup"))
    before = next(found for name in BEFORE_SETUP if (found := _child(root, name)) is not None)
    if before.tag.endswith("}sheetData"):
        before = _last_before_setup(before)
    before.addnext(setup)
    return setup


def _last_before_setup(before: Any) -> Any:
    """Return the last thing that belongs between a sheet's cells and the setup of its page."""
    between = ("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter")
    more = ("sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr")
    known = (*between, *more, "conditionalFormatting")
    while (after := before.getnext()) is not None and after.tag.rpartition("}")[2] in known:
        before = after
    return before


def _width(root: Part) -> float:
    """Return about how many points wide the cells of a sheet are together."""
    columns = _columns(root)
    widths = dict.fromkeys(range(1, columns + 1), USUAL_CHARACTERS)
    for told in root.iterfind("{*}cols/{*}col"):
        first, last = int(told.get("min", 1)), int(told.get("max", 1))
        width = 0.0 if told.get("hidden") == "1" else float(told.get("width", USUAL_CHARACTERS))
        widths |= dict.fromkeys(range(first, min(last, columns) + 1), width)
    return sum(POINTS_A_COLUMN + POINTS_A_CHARACTER * width for width in widths.values())


def _columns(root: Part) -> int:
    """Return how many columns are used."""
    told = _child(root, "dimension")
    reach = "" if told is None else told.get("ref", "")
    found = re.fullmatch(r"(?:.*:)?\$?([A-Z]{1,3})\$?\d+", reach)
    if found is None:
        return 0
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return min(number, MOST_COLUMNS)


def _child(parent: Any, name: str) -> Any:
    return parent.find(f"{{*}}{name}")


def _name(root: Part, name: str) -> str:
    """Return a name in the namespace of the sheet."""
    return f"{root.tag.rpartition('}')[0]}}}{name}"
