"""The record of a talk as a Word file, and as a PDF made of it; the words around it come from `transcript.yaml`."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from bot.paper.office_program import OfficeProgram
from bot.paper.typefaces import TITLE, set_defaults, set_face
from bot.service.read_transcript import Line, Transcript

FILE = Path(__file__).with_name("transcript.yaml")
_CHINA = ZoneInfo("Asia/Shanghai")
_MOMENT = "%Y-%m-%d %H:%M"


class PaperTranscripts:
    """See `bot.service.read_transcript.TranscriptPrinter`."""

    def __init__(self, program: OfficeProgram | None = None) -> None:
        self._program = program or OfficeProgram()

    def word(self, transcript: Transcript) -> bytes:
        """Return the record as a Word file."""
        said = words()
        document = Document()
        set_defaults(document, 11)
        title = document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = title.add_run(said["title"][transcript.room.value].format(party=transcript.party))
        run.bold = True
        run.font.size = Pt(16)
        set_face(run._element.get_or_add_rPr(), TITLE)  # noqa: SLF001 - python-docx offers no other way to it
        head = said["head"].format(
            organisation=transcript.organisation_name,
            requested=transcript.requested_at.astimezone(_CHINA).strftime(_MOMENT),
            made=transcript.made_at.astimezone(_CHINA).strftime(_MOMENT),
        )
        document.add_paragraph(head).alignment = WD_ALIGN_PARAGRAPH.CENTER
        for warning in (said["warning"][transcript.room.value], said["notes"] if transcript.with_notes else ""):
            if warning:
                marked = document.add_paragraph().add_run(warning)
                marked.bold = True
                marked.font.color.rgb = RGBColor(0xA1, 0x19, 0x19)
        for line in transcript.lines:
            _add(document, line)
        document.core_properties.title = said["title"][transcript.room.value].format(party=transcript.party)
        document.core_properties.author = transcript.organisation_name
        content = BytesIO()
        document.save(content)
        return content.getvalue()

    def pdf(self, transcript: Transcript) -> bytes:
        """Return the record as a PDF.

        Raises:
            Unavailable: LibreOffice is not there or does not answer.
        """
        return self._program.to_pdf([(".docx", self.word(transcript))])[0]


def _add(document: Any, line: Line) -> None:
    said = words()
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    who = line.who or said["author"][line.author.value]
    if line.private:
        who = said["note"].format(who=who)
    run = paragraph.add_run(f"{who}　{line.at.astimezone(_CHINA).strftime(_MOMENT)}")
    run.bold = True
    run.font.size = Pt(9.5)
    for text in (*line.text.split("\n"), *(said["file"].format(name=name) for name in line.files)):
        if text:
            paragraph.add_run().add_break()
            paragraph.add_run(text)


@cache
def words() -> Mapping[str, Any]:
    """The words around a record; read on the first call."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded
