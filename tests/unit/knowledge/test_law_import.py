"""More law: every format in, every bad row named, and what is undated stays unknown."""

import gzip
import json
from datetime import date

import docx
import pytest

from knowledge.article_search import ArticleSearch
from knowledge.citations import parse_citations
from knowledge.identifiers import ArticleRef
from knowledge.law_import import import_laws
from knowledge.statutes import StatuteLibrary

TODAY = date(2026, 11, 25)
NEW_LAW = """# 某某市电动自行车停放办法

（2025年6月1日某某市人民政府公布）

## 第一章 总则

第一条 为了规范电动自行车停放，制定本办法。

第二条 电动自行车不得停放在楼梯间、疏散通道。
违反前款规定的，由物业服务人劝阻。

## 第二章 附则

第三条 本办法自2025年8月1日起施行。
"""


def jsonl(*rows):
    return "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)


@pytest.fixture
def database(tmp_path):
    return tmp_path / "data" / "imported_laws.sqlite"


def state(database, law, label, on=TODAY):
    return StatuteLibrary.open(database).state(ArticleRef(law, label), on)


def test_markdown_states_its_own_first_day(tmp_path, database):
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws" / "停放.md").write_text(NEW_LAW, encoding="utf-8")
    report = import_laws([tmp_path / "laws"], database)
    assert (report.laws, report.articles, report.undated, report.problems) == (1, 3, 0, [])
    assert state(database, "某某市电动自行车停放办法", "第二条") == "in_force"
    assert state(database, "某某市电动自行车停放办法", "第二条", date(2025, 7, 31)) == "not_yet"
    article = StatuteLibrary.open(database).article(ArticleRef("某某市电动自行车停放办法", "第二条"), TODAY)
    assert article.text.endswith("由物业服务人劝阻。")
    assert article.chapter == "第一章 总则"


@pytest.mark.parametrize(
    "preamble", ["", "（2003年4月27日公布，根据2010年12月20日《关于修改〈某某条例〉的决定》修订）", "没有日期的说明"]
)
def test_closing_words_of_a_changed_or_undated_text_date_nothing(tmp_path, database, preamble):
    path = tmp_path / "条例.txt"
    path.write_text(f"某某条例\n{preamble}\n第一条 内容。\n第二条 本条例自2004年1月1日起施行。\n", encoding="utf-8")
    assert import_laws([path], database).undated == 1
    assert state(database, "某某条例", "第一条") == "unknown"


def test_word_document_with_a_date_line(tmp_path, database):
    document = docx.Document()
    for line in ("某某规定", "施行日期：2024-03-01", "第一条　第一句。", "第二句另起一段。", "第二条　完。"):
        document.add_paragraph(line)
    document.save(tmp_path / "规定.docx")
    report = import_laws([tmp_path / "规定.docx"], database)
    assert (report.laws, report.articles) == (1, 2)
    assert state(database, "某某规定", "第二条") == "in_force"


def test_rows_one_by_one_with_dates_and_complaints(tmp_path, database):
    path = tmp_path / "more.jsonl.gz"
    rows = jsonl(
        {
            "law": "甲办法",
            "label": "第一条",
            "text": "有日期。",
            "effective_from": "2020-01-01",
            "repealed_on": "2022-01-01",
        },
        {"law": "乙办法", "label": "第1条", "text": "没有日期。"},
        {"law": "乙办法", "label": "第一条", "text": "又来一次。"},
        "不是 JSON",
        {"law": "乙办法", "label": "第二条"},
        {"law": "丙办法", "label": "第一条", "text": "日期错。", "effective_from": "去年"},
        [1, 2],
    )
    path.write_bytes(gzip.compress(rows.encode()))
    report = import_laws([path], database)
    assert (report.laws, report.articles, report.undated) == (2, 2, 1)
    assert [problem.line for problem in report.problems] == [3, 4, 5, 6, 7]
    assert state(database, "甲办法", "第一条") == "repealed"
    assert state(database, "甲办法", "第一条", date(2021, 1, 1)) == "in_force"
    assert state(database, "乙办法", "第一条") == "unknown"


def test_undated_text_of_a_repealed_interpretation_is_repealed(tmp_path, database):
    path = tmp_path / "old.jsonl"
    name = "最高人民法院关于适用《中华人民共和国婚姻法》若干问题的解释（二）"
    path.write_text(jsonl({"law": name, "label": "第二十四条", "text": "夫妻共同债务……"}), encoding="utf-8")
    import_laws([path], database)
    assert state(database, name, "第二十四条") == "repealed"


def test_undated_text_of_an_instrument_in_force_does_not_become_citable_text(tmp_path, database):
    path = tmp_path / "injury.jsonl"
    path.write_text(jsonl({"law": "工伤保险条例", "label": "第三十七条", "text": "可能是旧文本。"}), encoding="utf-8")
    import_laws([path], database)
    article = StatuteLibrary.open(database).article(ArticleRef("工伤保险条例", "第三十七条"), TODAY)
    assert (article.state, article.text) == ("text_missing", "")


def test_the_same_version_again_replaces_it_and_a_new_version_takes_over(tmp_path, database):
    path = tmp_path / "v.jsonl"
    path.write_text(
        jsonl({"law": "丁办法", "label": "第一条", "text": "旧。", "effective_from": "2020-01-01"}), encoding="utf-8"
    )
    import_laws([path], database)
    assert import_laws([path], database).replaced == 1
    path.write_text(
        jsonl({"law": "丁办法", "label": "第一条", "text": "新。", "effective_from": "2027-01-01"}), encoding="utf-8"
    )
    assert import_laws([path], database).replaced == 0
    shown = StatuteLibrary.open(database).show("丁办法", "1", TODAY)
    assert [(article.text, article.state) for article in shown] == [("旧。", "in_force"), ("新。", "not_yet")]
    later = StatuteLibrary.open(database).show("丁办法", "1", date(2027, 5, 1))
    assert [(article.text, article.state) for article in later] == [("新。", "in_force"), ("旧。", "amended")]


@pytest.mark.parametrize(
    "name", ["missing.md", "picture.png", "empty.txt", "broken.docx", "noarticle.md", "broken.jsonl.gz", "binary.txt"]
)
def test_bad_files_are_named_and_nothing_else(tmp_path, database, name):
    contents = {
        "picture.png": b"\x89PNG",
        "empty.txt": b"",
        "broken.docx": b"no zip",
        "noarticle.md": "# 某法\n没有条文".encode(),
        "broken.jsonl.gz": b"no gzip",
        "binary.txt": b"\xff\xfe\x00\x80\xff",
    }
    if name in contents:
        (tmp_path / name).write_bytes(contents[name])
    report = import_laws([tmp_path / name], database)
    assert report.laws == 0
    assert [problem.path.name for problem in report.problems] == [name]


def test_imported_law_is_found_named_and_cited(tmp_path, database):
    (tmp_path / "停放.md").write_text(NEW_LAW, encoding="utf-8")
    import_laws([tmp_path / "停放.md"], database)
    library = StatuteLibrary.open(database)
    for embeddings in (False, True):
        hits = ArticleSearch.open(library, embeddings=embeddings).search("电动自行车能不能停放在楼梯间", 5, on=TODAY)
        assert ArticleRef("某某市电动自行车停放办法", "第二条") in [hit.article.ref for hit in hits]
    (citation,) = parse_citations("《某某市电动自行车停放办法》第二条", library.names)
    assert library.state(citation.ref, TODAY) == "in_force"
