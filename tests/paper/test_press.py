"""The press: an office's own template comes before ours, and a wrong one is named with its place."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from bot.__main__ import main
from bot.domain.documents import PDF
from bot.domain.forms import FormKind
from bot.errors import BadInput
from bot.paper.example_file import EXAMPLE_FILE
from bot.paper.press import PaperPress
from bot.paper.word_template import build_template


def saved(folder: Path, kind: FormKind, old: str, new: str) -> None:
    document = Document(BytesIO(build_template(kind)))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    document.save(str(folder / f"{kind.value}.docx"))


def words(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def test_the_offices_own_template_comes_first(tmp_path: Path) -> None:
    press = PaperPress(tmp_path)
    ours = press.fill(FormKind.REFUSAL, EXAMPLE_FILE, "1", 1)
    saved(tmp_path, FormKind.REFUSAL, "经审查", "经本所审查")
    theirs = press.fill(FormKind.REFUSAL, EXAMPLE_FILE, "1", 1)
    assert "经本所审查" in words(theirs.content)
    assert "经本所审查" not in words(ours.content)
    assert ours.fingerprint != theirs.fingerprint


def test_a_wrong_template_is_refused_until_it_is_mended(tmp_path: Path) -> None:
    press = PaperPress(tmp_path)
    saved(tmp_path, FormKind.REFUSAL, "{{ 通知.理由 }}", "{{ 通知.缘由 }}")
    with pytest.raises(
        BadInput, match=r"不予受理通知书.*1 处不能用：正文第5段：\{\{ 通知\.缘由 \}\} 没有“缘由”这个字段"
    ):
        press.fill(FormKind.REFUSAL, EXAMPLE_FILE, "1", 1)
    assert len(press.problems(FormKind.REFUSAL)) == 1
    saved(tmp_path, FormKind.REFUSAL, "没有这样的话", "")
    assert press.fill(FormKind.REFUSAL, EXAMPLE_FILE, "1", 1).content


def test_pictures_become_pages_and_pdf_passes() -> None:
    out = BytesIO()
    Image.new("RGB", (20, 10), "white").save(out, "PNG")
    press = PaperPress()
    page = press.to_pdf([("image/png", out.getvalue())])[0]
    assert press.pages_of(page) == 1
    assert press.to_pdf([(PDF, page)]) == [page]


def test_the_command_writes_templates_once_and_checks_the_offices_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "templates"
    assert main(["documents", "templates", str(folder)]) == 0
    assert {path.stem for path in folder.iterdir()} == set(FormKind)
    assert main(["documents", "check", str(folder)]) == 0
    saved(folder, FormKind.REFUSAL, "{{ 通知.理由 }}", "{{ 通知.缘由 }}")
    capsys.readouterr()
    assert main(["documents", "check", str(folder)]) == 2
    assert "refusal.docx（不予受理通知书）正文第5段" in capsys.readouterr().err
    assert main(["documents", "templates", str(folder)]) == 0
    assert main(["documents", "check", str(folder)]) == 2
    assert main(["documents", "check", str(tmp_path / "nothing")]) == 2
