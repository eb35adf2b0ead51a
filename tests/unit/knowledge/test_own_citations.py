"""Every article that the project cites anywhere exists and is in force on the day of the build.

Looked at are all data, wording, templates, pages, documents and code of the four packages, and the manuals; files of
names are left out, since they list old law on purpose.
"""

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.citations import CheckedCitation, check_text
from knowledge.statutes import CITABLE, StatuteLibrary

ROOT = Path(__file__).resolve().parents[3]
PARTS = ("bot", "case_library", "knowledge", "nlp", "docs", "README.md", "README.zh-CN.md")
TEXT = frozenset({".yaml", ".yml", ".html", ".j2", ".md", ".json", ".jsonl", ".txt", ".csv", ".js", ".py"})
DOCUMENT = frozenset({".docx", ".xlsx"})
NAMES_OF_LAWS = frozenset({"instruments.yaml", "corrections.yaml", "law_names.yaml", "lay_terms.yaml"})
NOT_CITED = {("law_check.html", "《某法》"), ("docket_steps.yaml", "《人民调解工作若干规定》")}
"""An example of how a citation looks, and a rule named as a custom in a remark, not as law."""


def files(part: str) -> list[Path]:
    path = ROOT / part
    inside = [path] if path.is_file() else sorted(path.rglob("*"))
    usable = (file for file in inside if file.suffix in TEXT | DOCUMENT and file.name not in NAMES_OF_LAWS)
    return [file for file in usable if "weights" not in file.parts]


def text_of(path: Path) -> str:
    if path.suffix in TEXT:
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        pages = [packed.read(name).decode("utf-8") for name in packed.namelist() if name.endswith(".xml")]
    return "\n".join(re.sub(r"<[^>]+>", "", page.replace("</w:p>", "\n")) for page in pages)


@pytest.fixture(scope="module")
def library() -> StatuteLibrary:
    return StatuteLibrary.open()


@pytest.fixture(scope="module")
def cited(library: StatuteLibrary) -> dict[str, list[tuple[Path, CheckedCitation]]]:
    """By part: file and citation."""
    return {part: [(path, one) for path in files(part) for one in checked(path, library)] for part in PARTS}


def checked(path: Path, library: StatuteLibrary) -> list[CheckedCitation]:
    found = check_text(text_of(path), library, on=datetime.now(UTC).date())
    return [one for one in found if (path.name, one.citation.text) not in NOT_CITED]


@pytest.mark.parametrize("part", PARTS)
def test_citations_may_be_stated_as_law(cited: dict[str, list[tuple[Path, CheckedCitation]]], part: str) -> None:
    wrong = [
        (str(path.relative_to(ROOT)), one.citation.text, one.state.value, one.suggestion)
        for path, one in cited[part]
        if one.state not in CITABLE or one.paragraphs is not None
    ]
    assert wrong == []


def test_there_is_much_to_check(cited: dict[str, list[tuple[Path, CheckedCitation]]]) -> None:
    assert len(cited["knowledge"]) > 1500
    assert len(cited["case_library"]) > 200


def test_a_word_document_is_read(tmp_path: Path, library: StatuteLibrary) -> None:
    path = tmp_path / "form.docx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("word/document.xml", "<w:p><w:t>《民法典》</w:t><w:t>第一四三八条</w:t></w:p>")
    (one,) = checked(path, library)
    assert one.state not in CITABLE
