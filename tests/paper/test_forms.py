"""Forms: every field filled, long and wild values survive, a wrong template is named with its place."""

import re
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from bot.domain.form_fields import form_fields
from bot.domain.forms import FileForForms, FormKind
from bot.errors import BadInput, Unavailable
from bot.paper.example_file import EXAMPLE_FILE, EXAMPLE_STAMP, with_names_of_500
from bot.paper.filling import blank_fields, fill, stamped_fields
from bot.paper.layout import FOLDER, form_name
from bot.paper.office_program import OfficeProgram
from bot.paper.template_fields import template_problems
from bot.paper.word_template import build_template
from knowledge.citations import check_text
from knowledge.drafting_rules import RULES
from knowledge.statutes import StatuteLibrary

KNOWN = form_fields(EXAMPLE_FILE, EXAMPLE_STAMP)
DAY = date(2026, 11, 25)


def text_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    feet = [paragraph.text for paragraph in document.sections[0].footer.paragraphs]
    return "\n".join([*(p.text for p in document.paragraphs), *cells, *feet])


def made(kind: FormKind, file: FileForForms = EXAMPLE_FILE) -> bytes:
    template = build_template(kind)
    return fill(template, stamped_fields(template, file, EXAMPLE_STAMP.number, 2))


@pytest.mark.parametrize("kind", FormKind)
def test_a_form_is_filled_without_a_placeholder_left(kind: FormKind) -> None:
    assert template_problems(build_template(kind), KNOWN) == ()
    content = made(kind)
    text = text_of(content)
    assert not re.search(r"[{}]|None|＿＿＿", text)
    assert EXAMPLE_FILE.number in text
    assert "第2版" in text
    assert re.search(r"校验码 [0-9A-F]{4}(-[0-9A-F]{4}){3}", text)
    properties = Document(BytesIO(content)).element.body.iter(qn("w:rPr"))
    faces = [(p.find(qn("w:rFonts")), p.find(qn("w:lang"))) for p in properties]
    assert faces
    for face, language in faces:
        assert face is not None
        assert face.get(qn("w:eastAsia")) in {"宋体", "黑体"}
        assert language is not None
        assert language.get(qn("w:eastAsia")) == "zh-CN"


def test_an_empty_file_leaves_lines_to_write_on() -> None:
    empty = FileForForms(number="（2026）示例人调字第8号", organisation="示例调委会", kind_name="邻里纠纷")
    for kind in FormKind:
        text = text_of(made(kind, empty))
        assert not re.search(r"[{}]|None", text)
    template = build_template(FormKind.REGISTRATION)
    assert "登记人" in blank_fields(stamped_fields(template, empty, "1", 1))


def test_wild_values_arrive_as_they_are() -> None:
    wild = with_names_of_500()
    huge = replace(wild.agreement, total=Decimal("1e18"))
    text = text_of(made(FormKind.AGREEMENT, replace(wild, agreement=huge, summary="甲\x00\x0b乙\ud800<&>")))
    assert wild.parties[0].name in text
    assert "1,000,000,000,000,000,000.00元（大写：壹佰京元整）" in text
    assert "{{ 编号 }}" in text_of(made(FormKind.APPLICATION, replace(EXAMPLE_FILE, summary="{{ 编号 }} {% if x %}")))
    with pytest.raises(BadInput, match="金额"):
        made(FormKind.AGREEMENT, replace(wild, agreement=replace(huge, total=Decimal("1e21"))))


def test_the_fingerprint_tells_template_and_values_apart() -> None:
    template = build_template(FormKind.AGREEMENT)
    first = stamped_fields(template, EXAMPLE_FILE, "1", 1)["校验码"]
    assert first == stamped_fields(template, EXAMPLE_FILE, "1", 1)["校验码"]
    assert first != stamped_fields(template, replace(EXAMPLE_FILE, summary="别的"), "1", 1)["校验码"]
    assert first != stamped_fields(build_template(FormKind.COVER), EXAMPLE_FILE, "1", 1)["校验码"]


def edited(kind: FormKind, old: str, new: str) -> bytes:
    document = Document(BytesIO(build_template(kind)))
    paragraphs = [*document.paragraphs, *document.sections[0].footer.paragraphs]
    paragraphs += [p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    for paragraph in paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "old", "new", "place", "field"),
    [
        (FormKind.REGISTRATION, "{{ 受理日期 }}", "{{ 受理时间 }}", "第1个表格第1行第4格", "受理时间"),
        (FormKind.AGREEMENT, "{{ 协议.违约责任 }}", "{{ 协议.违约金 }}", "正文第", "违约金"),
        (FormKind.APPLICATION, "{{ 方.住址 }}", "{{ 方.地址 }}", "第1个表格第4行第2格", "地址"),
        (FormKind.COVER, "{{ 校验码 }}", "{{ 二维码 }}", "页脚", "二维码"),
        (FormKind.REFUSAL, "{{ 编号 }}", "{{ 编号.年 }}", "正文第2段", "年"),
        (FormKind.REFUSAL, "{{ 编号 }}", "{{ 编号 + }}", "正文第2段", "写得不对"),
    ],
)
def test_an_unknown_field_is_named_with_its_place(kind: FormKind, old: str, new: str, place: str, field: str) -> None:
    problems = template_problems(edited(kind, old, new), KNOWN)
    assert problems
    assert all(str(problem).startswith(place) and field in str(problem) for problem in problems)


def test_what_is_no_word_file_is_named_as_such() -> None:
    assert "不是 Word 文件" in str(template_problems(b"%PDF-1.4", KNOWN)[0])


def test_a_template_cannot_reach_into_the_program() -> None:
    template = edited(FormKind.COVER, "{{ 编号 }}", "{{ 编号.__class__.__mro__ }}")
    with pytest.raises(BadInput):
        fill(template, stamped_fields(template, EXAMPLE_FILE, "1", 1))


def test_every_legal_sentence_of_forms_and_findings_is_in_force() -> None:
    library = StatuteLibrary.open()
    texts = [path.read_text("utf-8") for path in [*FOLDER.glob("*.yaml"), RULES]]
    checked = [result for text in texts for result in check_text(text, library, on=DAY)]
    assert len(checked) > 40
    assert {result.state.value for result in checked} <= {"in_force", "text_missing"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_word_becomes_pdf_with_every_letter() -> None:
    program = OfficeProgram()
    agreement, notice = program.to_pdf(
        [(".docx", made(FormKind.AGREEMENT, with_names_of_500())), (".docx", made(FormKind.RIGHTS_NOTICE))]
    )
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(agreement)).pages)
    assert text.replace("\n", "").count("长") >= 480
    assert "{{" not in text
    assert len(PdfReader(BytesIO(notice)).pages) in {1, 2}


def test_a_missing_or_hanging_program_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="没有装 LibreOffice"):
        OfficeProgram("no-such-office").to_pdf([(".docx", b"PK")])
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nsleep 60\n")
    slow.chmod(0o755)
    with pytest.raises(Unavailable, match=r"超过 0\.2 秒"):
        OfficeProgram(str(slow), seconds=0.2).to_pdf([(".docx", b"PK")])
    mute = tmp_path / "mute"
    mute.write_text("#!/bin/sh\nexit 0\n")
    mute.chmod(0o755)
    with pytest.raises(Unavailable, match="转不成 PDF"):
        OfficeProgram(str(mute)).to_pdf([(".docx", b"PK")])


def test_names_of_forms_are_known() -> None:
    assert form_name(FormKind.COVER) == "卷宗封面"
    assert len({form_name(kind) for kind in FormKind}) == len(FormKind)
