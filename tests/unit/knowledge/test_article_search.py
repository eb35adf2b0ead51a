"""Search over articles: the index in its folder, lay questions, the law of the day."""

import json
from datetime import date

import pytest

from knowledge.article_index import GRAMS, ArticleIndex, grams, heading
from knowledge.article_search import ArticleSearch
from knowledge.statutes import StatuteLibrary

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def library():
    return StatuteLibrary.open()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def search(library, folder):
    return ArticleSearch.open(library, folder)


def test_grams_are_characters_and_pairs():
    assert grams("欠薪，3个月AB") == ["欠", "薪", "欠薪", "3", "个", "月", "个月", "ab"]


def test_heading_drops_its_number():
    assert heading("第十二章 借款合同 第一节 一般规定") == "借款合同  一般规定"


@pytest.mark.parametrize(
    ("question", "law", "label"),
    [
        ("定金可以退吗，对方违约要双倍返还吗", "中华人民共和国民法典", "第五百八十七条"),
        ("我在超市摔伤了，商场有没有安全保障义务", "中华人民共和国民法典", "第一千一百九十八条"),
        ("自书遗嘱要怎么写才有效", "中华人民共和国民法典", "第一千一百三十四条"),
        ("没有订立书面劳动合同能要两倍的工资吗", "中华人民共和国劳动合同法", "第八十二条"),
    ],
)
def test_lay_questions_find_their_article(search, question, law, label):
    hits = search.search(question, limit=10, on=TODAY)
    assert (law, label) in {(hit.article.ref.law, hit.article.ref.label) for hit in hits}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_only_texts_of_the_day_are_found(search):
    def versions(on):
        return {
            hit.article.version
            for hit in search.search("侵犯注册商标专用权的行为有哪些", 20, on=on)
            if "商标法" in hit.article.ref.law
        }

    assert versions(TODAY) == {"2019-04-23"}
    assert versions(date(2027, 2, 1)) == {"2026-06-26"}


@pytest.mark.parametrize("text", ["", "，。！", "😀😀", "\x00\x01", "法" * 10000, "hello world", "《》第条"])
def test_odd_questions_are_answered_quietly(search, text):
    assert len(search.search(text, limit=5, on=TODAY)) <= 5


def test_the_index_is_kept_and_built_anew_when_its_manifest_differs(library, search, folder):
    manifest = folder / "articles" / "manifest.json"
    written = manifest.stat().st_mtime_ns
    again = ArticleIndex.open(library, folder)
    assert manifest.stat().st_mtime_ns == written
    manifest.write_text(json.dumps({"fingerprint": "other"}), encoding="utf-8")
    fresh = ArticleIndex.open(library, folder)
    assert "other" not in manifest.read_text(encoding="utf-8")
    assert [*again.search(GRAMS, ["定金"], 5)[0]] == [*fresh.search(GRAMS, ["定金"], 5)[0]]
