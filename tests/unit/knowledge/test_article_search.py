"""Search over articles: the index in its folder, lay questions, the law of the day, ranking with and without vectors."""

import json
from datetime import date

import numpy as np
import pytest

from knowledge.article_features import NAMED, Documented
from knowledge.article_index import GRAMS, ArticleIndex, grams, heading
from knowledge.article_ranking import ArticleRanking
from knowledge.article_search import ArticleSearch
from knowledge.article_vectors import ArticleVectors
from knowledge.embedded_text import embedded_text
from knowledge.lay_terms import legal_terms
from knowledge.statutes import StatuteLibrary

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def library():
    return StatuteLibrary.open()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def lexical(library, folder):
    return ArticleSearch.open(library, folder, embeddings=False)


@pytest.fixture(scope="module")
def semantic(library, folder):
    return ArticleSearch.open(library, folder)


def test_grams_are_characters_and_pairs():
    assert grams("欠薪，3个月AB") == ["欠", "薪", "欠薪", "3", "个", "月", "个月", "ab"]


def test_heading_drops_its_number():
    assert heading("第十二章 借款合同 第一节 一般规定") == "借款合同  一般规定"


def test_lay_words_bring_those_of_the_statutes():
    assert "解除劳动合同" in legal_terms("老板把我炒鱿鱼了")
    assert legal_terms("今天天气好") == ()


@pytest.mark.parametrize(
    ("question", "law", "label"),
    [
        ("定金可以退吗，对方违约要双倍返还吗", "中华人民共和国民法典", "第五百八十七条"),
        ("我在超市摔伤了，商场有没有安全保障义务", "中华人民共和国民法典", "第一千一百九十八条"),
        ("自书遗嘱要怎么写才有效", "中华人民共和国民法典", "第一千一百三十四条"),
        ("没有订立书面劳动合同能要两倍的工资吗", "中华人民共和国劳动合同法", "第八十二条"),
    ],
)
def test_lay_questions_find_their_article_either_way(lexical, semantic, question, law, label):
    for search in (lexical, semantic):
        hits = search.search(question, limit=10, on=TODAY)
        assert (law, label) in {(hit.article.ref.law, hit.article.ref.label) for hit in hits}, search.kind
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_vectors_find_what_shares_no_word(semantic):
    hits = semantic.search("捡到手机要还给失主吗", limit=5, on=TODAY)
    assert ("中华人民共和国民法典", "第三百一十四条") in {(hit.article.ref.law, hit.article.ref.label) for hit in hits}


def test_a_known_category_brings_its_laws_sooner(lexical):
    def labour_laws(categories):
        hits = lexical.search("老板一直拖着不给钱怎么办", 20, categories, on=TODAY)
        return sum("劳动" in hit.article.ref.law for hit in hits)

    assert labour_laws(["labour"]) > labour_laws([])
    assert labour_laws(["no_such_category"]) == labour_laws([])


def test_only_texts_of_the_day_are_found(lexical):
    def versions(on):
        hits = lexical.search("侵犯注册商标专用权的行为有哪些", 20, on=on)
        return {hit.article.version for hit in hits if "商标法" in hit.article.ref.law}

    assert versions(TODAY) == {"2019-04-23"}
    assert versions(date(2027, 2, 1)) == {"2026-06-26"}


@pytest.mark.parametrize("text", ["", "，。！", "😀😀", "\x00\x01", "法" * 10000, "hello world", "《》第条"])
def test_odd_questions_are_answered_quietly(lexical, text):
    assert len(lexical.search(text, limit=5, on=TODAY)) <= 5


def test_the_index_is_kept_and_built_anew_when_its_manifest_differs(library, lexical, folder):
    manifest = folder / "articles" / "manifest.json"
    written = manifest.stat().st_mtime_ns
    again = ArticleIndex.open(library, folder)
    assert manifest.stat().st_mtime_ns == written
    manifest.write_text(json.dumps({"fingerprint": "other"}), encoding="utf-8")
    fresh = ArticleIndex.open(library, folder)
    assert "other" not in manifest.read_text(encoding="utf-8")
    assert [*again.search(GRAMS, ["定金"], 5)[0]] == [*fresh.search(GRAMS, ["定金"], 5)[0]]


def test_every_article_in_force_has_its_vector_and_the_weights_are_whole(library, lexical, semantic):
    index = ArticleIndex.open(library, None) if semantic._index is None else semantic._index
    vectors = ArticleVectors.load(library, index.articles)
    current = np.array([library.versions(v.law) and v.state(TODAY) == "in_force" for v in semantic._versions])
    assert (vectors.row_of[current[index.articles.version]] >= 0).all()
    assert np.allclose(np.linalg.norm(vectors.matrix, axis=1), 1, atol=1e-3)
    ranking = ArticleRanking.load()
    assert {flag: len(weights) for flag, weights in ranking.weights.items()} == {
        flag: len(n) for flag, n in NAMED.items()
    }
    assert isinstance(semantic.documented, Documented)


def test_embedded_text_names_law_and_section(library):
    version = library.versions("中华人民共和国民法典")[0]
    article = next(a for a in library.articles_of(version.key) if a.label == "第六百七十五条")
    assert embedded_text(version, article).startswith("民法典 借款合同：借款人应当按照约定的期限返还借款。")
