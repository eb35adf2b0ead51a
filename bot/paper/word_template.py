"""Builds the Word template of a form from its layout; the fields in it are filled by `filling.py`."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt

from bot.domain.forms import FormKind
from bot.paper.layout import Layout, layouts
from bot.paper.typefaces import BODY, TITLE, set_defaults, set_face

_BODY_SIZE, _TITLE_SIZE, _SMALL_SIZE, _CELL_SIZE = 12.0, 20.0, 10.0, 10.5
_FOOT = "{{ 文书编号 }}　第{{ 文书版本 }}版　校验码 {{ 校验码 }}　"
_LEFT, _CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_PARAGRAPHS = {
    "plain": (_LEFT, _BODY_SIZE, BODY),
    "right": (_RIGHT, _CELL_SIZE, BODY),
    "centre": (_CENTRE, 16.0, BODY),
    "small": (_LEFT, _SMALL_SIZE, BODY),
    "heading": (_LEFT, _BODY_SIZE, TITLE),
}


def build_template(kind: FormKind) -> bytes:
    """Return the template of a form as a Word file."""
    return _Builder(layouts()[kind]).build()


class _Builder:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._document = Document()

    def build(self) -> bytes:
        set_defaults(self._document, _BODY_SIZE)
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(18)
        section.top_margin, section.bottom_margin = Mm(20), Mm(20)
        self._document.core_properties.title = self._layout.title
        self._document.core_properties.author = ""
        title = self._paragraph(self._layout.title, _CENTRE, _TITLE_SIZE, TITLE)
        title.paragraph_format.space_after = Pt(10)
        for block in self._layout.blocks:
            self._add(block)
        self._foot(section.footer.paragraphs[0])
        _slim(self._document)
        out = BytesIO()
        self._document.save(out)
        return out.getvalue()

    def _add(self, block: Any) -> None:
        if isinstance(block, str):
            self._paragraph(block).paragraph_format.first_line_indent = Pt(2 * _BODY_SIZE)
            return
        kind = next(iter(block))
        if kind in _PARAGRAPHS:
            self._paragraph(block[kind], *_PARAGRAPHS[kind]).paragraph_format.keep_with_next = kind == "heading"
        elif kind in {"each", "if"}:
            word = "for" if kind == "each" else "if"
            self._paragraph(f"{{%p {word} {block[kind]} %}}")
            for inner in block["blocks"]:
                self._add(inner)
            self._paragraph(f"{{%p end{word} %}}")
        elif kind == "table":
            self._table(block["table"]["columns"], block["table"]["rows"])
        elif kind == "sign":
            self._signatures(block["sign"])
        elif kind == "space":
            self._paragraph("", size=1).paragraph_format.space_after = Mm(block["space"])
        elif kind == "rule":
            self._paragraph("— " * 28, _CENTRE, _SMALL_SIZE)
        else:
            raise ValueError(f"{self._layout.kind.value}.yaml: no block {kind!r}")

    def _paragraph(self, text: str, align: Any = _LEFT, size: float = _BODY_SIZE, face: str = BODY) -> Any:
        return _write(self._document.add_paragraph(), text, align, size, face, spacing=1.4)

    def _signatures(self, lines: Sequence[Any]) -> None:
        self._paragraph("", size=4)
        for line in lines:
            if isinstance(line, str):
                self._signature(line)
                continue
            self._paragraph(f"{{%p for {line['each']} %}}")
            self._signature(line["text"])
            self._paragraph("{%p endfor %}")

    def _signature(self, text: str) -> None:
        paragraph = self._paragraph(text)
        paragraph.paragraph_format.left_indent = Mm(70)
        paragraph.paragraph_format.space_after = Pt(8)
        paragraph.paragraph_format.keep_with_next = True

    def _table(self, columns: Sequence[int], rows: Sequence[Any]) -> None:
        table = self._document.add_table(0, len(columns))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, columns, strict=True):
            column.width = Mm(width)
        for row in rows:
            if isinstance(row, dict):
                self._control_row(table, columns, f"{{%tr for {row['each']} %}}")
                for inner in row["rows"]:
                    self._row(table, columns, inner)
                self._control_row(table, columns, "{%tr endfor %}")
            else:
                self._row(table, columns, row)
        self._paragraph("", size=4)

    def _control_row(self, table: Any, columns: Sequence[int], tag: str) -> None:
        """A row that holds only a tag; the row vanishes when the template is filled."""
        cells = table.add_row().cells
        whole = cells[0].merge(cells[len(columns) - 1])
        _write(whole.paragraphs[0], tag, _LEFT, _CELL_SIZE, BODY)

    def _row(self, table: Any, columns: Sequence[int], row: Sequence[Any]) -> None:
        added = table.add_row()
        cells, place, tallest = added.cells, 0, 9
        for entry in row:
            spec = entry if isinstance(entry, dict) else {"text": entry}
            span = spec.get("span", 1)
            cell = cells[place] if span == 1 else cells[place].merge(cells[place + span - 1])
            cell.width = Emu(sum(Mm(width) for width in columns[place : place + span]))
            label = spec["text"].startswith("*")
            cell.vertical_alignment = 1 if label or spec.get("tall", 0) <= 24 else 0
            align = _CENTRE if label else _LEFT
            _write(cell.paragraphs[0], spec["text"].removeprefix("*"), align, _CELL_SIZE, TITLE if label else BODY)
            if label:
                _shade(cell)
            tallest = max(tallest, spec.get("tall", 0))
            place += span
        if place != len(columns):
            raise ValueError(f"{self._layout.kind.value}.yaml: a row has {place} columns, not {len(columns)}")
        added.height, added.height_rule = Mm(tallest), WD_ROW_HEIGHT_RULE.AT_LEAST

    def _foot(self, paragraph: Any) -> None:
        _write(paragraph, _FOOT + "第", _CENTRE, 8.5, BODY)
        for instruction, after in (("PAGE", "页，共"), ("NUMPAGES", "页")):
            _field(paragraph, instruction)
            _run(paragraph, after, 8.5, BODY)


def _write(paragraph: Any, text: str, align: Any, size: float, face: str, *, spacing: float = 1.15) -> Any:
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = spacing
    paragraph.paragraph_format.space_after = Pt(0)
    if text:
        _run(paragraph, text, size, face)
    return paragraph


def _run(paragraph: Any, text: str, size: float, face: str) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    set_face(run._element.get_or_add_rPr(), face)  # noqa: SLF001 - python-docx has no other way to the East Asian face
    return run


def _field(paragraph: Any, instruction: str) -> None:
    """A field that Word computes, such as the number of the page."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("text", "1"), ("end", "")):
        if kind in {"begin", "separate", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:t" if kind else "w:instrText")
            mark.text = text
        _run(paragraph, "", 8.5, BODY)._element.append(mark)  # noqa: SLF001 - each part in a run of its own keeps its size


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F2F2F2")):
        shade.set(qn(f"w:{name}"), value)
    cell._element.get_or_add_tcPr().append(shade)  # noqa: SLF001


def _slim(document: Any) -> None:
    """Leave out the parts and styles that python-docx brings along and no form uses: half of the file."""
    for relations in (document.part.rels, document.part.package.rels):
        for name, relation in list(relations.items()):
            if relation.reltype.rsplit("/", 1)[-1] in {"stylesWithEffects", "customXml", "thumbnail"}:
                relations.pop(name)
    styles = document.styles.element
    for style in list(styles.findall(qn("w:style"))):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if style.get(qn("w:type")) == "table" and name not in {"Normal Table", "Table Grid"}:
            styles.remove(style)
