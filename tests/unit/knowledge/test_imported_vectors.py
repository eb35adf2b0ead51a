"""Imported texts get vectors once, keep them, and are then found for words that they do not contain."""

import sqlite3
from contextlib import closing
from datetime import date

import numpy as np
import pytest

from knowledge.article_index import ArticleIndex
from knowledge.article_search import ArticleSearch
from knowledge.article_vectors import ArticleVectors
from knowledge.imported_vectors import embed, missing_texts, read_vectors
from knowledge.law_import import import_laws
from knowledge.statutes import StatuteLibrary

TODAY = date(2026, 11, 25)
TEXT = """# 某市犬只看管办法

施行日期：2026-01-01

第一条 为了规范犬只饲养行为，制定本办法。

第二条 携带犬只外出，应当用牵引绳约束，并主动避让老年人、残疾人、孕妇和儿童。

第三条 犬只吠叫持续干扰邻居休息的，居民委员会应当劝阻；不听劝阻的，依法处理。
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("imported")
    (folder / "dogs.md").write_text(TEXT, encoding="utf-8")
    report = import_laws([folder / "dogs.md"], folder / "laws.sqlite")
    assert (report.laws, report.articles, report.undated) == (1, 3, 0)
    return folder / "laws.sqlite"


def test_what_is_missing_is_made_once_and_kept_when_the_same_text_comes_again(database):
    assert read_vectors(database)[0] == {}
    texts = missing_texts(database)
    assert len(texts) == 3
    told: list[int] = []
    assert embed(texts[:2], database, told.append) == 2
    assert missing_texts(database) == texts[2:]
    assert embed(texts[2:], database) == 1
    assert (missing_texts(database), told) == ((), [2])
    import_laws([database.parent / "dogs.md"], database)
    assert missing_texts(database) == ()
    rows, matrix = read_vectors(database)
    assert (len(rows), matrix.shape) == (3, (3, 384))
    assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-2)


def test_they_are_matched_with_the_index_beside_the_shipped_ones(database):
    library = StatuteLibrary.open(database)
    search = ArticleSearch.open(library)
    vectors = ArticleVectors.load(library, search._index.articles)
    rows = vectors.row_of[-3:]
    assert sorted(rows) == list(range(len(vectors.matrix) - 3, len(vectors.matrix)))
    hits = search.search("楼下的狗天天晚上叫，吵得睡不着，谁来管", 10, on=TODAY)
    assert ("某市犬只看管办法", "第三条") in [(hit.article.ref.law, hit.article.ref.label) for hit in hits[:3]]


def test_a_file_from_before_vectors_is_read_without_them(database):
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DROP TABLE vectors")
    assert read_vectors(database)[0] == {}
    library = StatuteLibrary.open(database)
    index = ArticleIndex.open(library)
    assert (ArticleVectors.load(library, index.articles).row_of[-3:] == -1).all()
