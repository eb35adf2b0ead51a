"""Chinese typefaces in Word: the East Asian font and the language must both be named, or another face steps in."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

BODY, TITLE, LATIN = "宋体", "黑体", "Times New Roman"


def set_face(run_properties: Any, chinese: str = BODY) -> None:
    """Name the typefaces of a run or style, and its language.

    Without `w:lang` LibreOffice takes a face with centred ：，。 for Chinese text (looked at).
    """
    faces = run_properties.get_or_add_rFonts()
    for name, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", chinese)):
        faces.set(qn(f"w:{name}"), value)
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{attribute}"), None)
    language = run_properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        run_properties.append(language)
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")


def set_defaults(document: Any, size: float) -> None:
    """Give the whole document our typefaces, also where an office adds text of its own."""
    normal = document.styles["Normal"]
    normal.font.size = Pt(size)
    set_face(normal.element.get_or_add_rPr())
    for properties in document.styles.element.iter(qn("w:rPrDefault")):
        set_face(properties.get_or_add_rPr() if hasattr(properties, "get_or_add_rPr") else properties.find(qn("w:rPr")))
