"""Full-text index over articles (tantivy): words, characters with bigrams, and the names of laws and chapters.

The first two fields hold the names too: a question for a law by its name finds its articles.
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray

from knowledge.law_names import short_name
from knowledge.law_versions import LawVersion
from knowledge.statute_source import StoredArticle
from knowledge.statutes import StatuteLibrary
from nlp import tokenise

FORMAT = 4
"""Raise when the way articles are cut or stored changes: older indexes are then built anew."""

WORDS, GRAMS, NAMES = "words", "grams", "names"
FIELDS = (WORDS, GRAMS, NAMES)
_RUN = re.compile(r"[㐀-鿿]+|[0-9A-Za-z]+")
_HEADING_NUMBER = re.compile(r"第[零一二三四五六七八九十百]+[编分章节]+")
WRITER_MEMORY = 512_000_000
"""Enough for one segment: then a document's number is its place in the list of articles."""


def grams(text: str) -> list[str]:
    """Single characters and pairs of neighbours; runs of Latin letters and digits stay whole."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if run.isascii():
            found.append(run.lower())
        else:
            found += run
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found


def heading(chapter: str) -> str:
    """Names of chapter and section without their numbers."""
    return _HEADING_NUMBER.sub("", chapter).replace("　", " ").strip()


@dataclass(frozen=True, slots=True)
class IndexedArticles:
    """What stands at each document number: version (index into `keys`), place in its source, number, length.

    All arrays have one entry an article.
    """

    keys: tuple[str, ...]
    version: NDArray[np.int32]
    position: NDArray[np.int64]
    number: NDArray[np.int32]
    length: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.version)


class ArticleIndex:
    """An index that is open for search; safe in threads."""

    def __init__(self, index: tantivy.Index, articles: IndexedArticles) -> None:
        index.reload()
        self._index = index
        self._searcher = index.searcher()
        self._schema = index.schema
        self.articles = articles

    @classmethod
    def open(cls, library: StatuteLibrary, folder: Path | None = None) -> "ArticleIndex":
        """Open the index in a folder; build it where there is none or the statutes have changed since.

        Args:
            library: What is indexed.
            folder: Cache folder of ours alone; without one the index lives in memory and is built each time.
        """
        if folder is None:
            return cls(*_build(library, None))
        fingerprint = library_fingerprint(library)
        target = folder / "articles"
        manifest = target / "manifest.json"
        if manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8")).get("fingerprint") == fingerprint:
            return cls(tantivy.Index.open(str(target / "tantivy")), _load_articles(target / "articles.npz"))
        folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="articles-", dir=folder))
        (fresh / "tantivy").mkdir()
        _, articles = _build(library, fresh / "tantivy")
        _save_articles(fresh / "articles.npz", articles)
        described = {"fingerprint": fingerprint, "articles": len(articles), "format": FORMAT}
        (fresh / "manifest.json").write_text(json.dumps(described), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        fresh.replace(target)
        return cls(tantivy.Index.open(str(target / "tantivy")), articles)

    def search(self, field: str, terms: Iterable[str], limit: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """BM25 over one field.

        Returns:
            Document numbers and scores, both of shape (found,), best first.
        """
        return self.search_weighted(field, ((term, 1.0) for term in dict.fromkeys(terms)), limit)

    def search_weighted(
        self, field: str, terms: Iterable[tuple[str, float]], limit: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """BM25 over one field with a weight a term."""
        clauses: list[tuple[Any, Any]] = []
        for term, weight in terms:
            query = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
            clauses.append((tantivy.Occur.Should, query if weight == 1.0 else tantivy.Query.boost_query(query, weight)))
        if not clauses:
            return np.empty(0, np.int64), np.empty(0)
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
        found = np.fromiter((address.doc for _, address in hits), np.int64, len(hits))
        return found, np.fromiter((score for score, _ in hits), np.float64, len(hits))


def library_fingerprint(library: StatuteLibrary) -> str:
    """Changes when the statutes, the imported texts or the way of indexing change."""
    digest = hashlib.sha256(str((FORMAT, metadata.version("tantivy"), tokenise.word_list())).encode())
    for path in (library.package_path, library.imported.path if library.imported else None):
        if path is not None:
            stat = path.stat()
            digest.update(f"{path}|{stat.st_size}|{stat.st_mtime_ns}".encode())
    return digest.hexdigest()


def _build(library: StatuteLibrary, folder: Path | None) -> tuple[tantivy.Index, IndexedArticles]:
    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema, path=None if folder is None else str(folder))
    writer = index.writer(WRITER_MEMORY, num_threads=1)
    versions = tuple(library.all_versions())
    stored = [
        (number, article) for number, version in enumerate(versions) for article in library.articles_of(version.key)
    ]
    for document in _documents(versions, stored):
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    if index.searcher().num_segments > 1:
        raise RuntimeError(f"the index of {len(stored)} articles has more than one segment; raise WRITER_MEMORY")
    return index, IndexedArticles(
        keys=tuple(version.key for version in versions),
        version=np.array([number for number, _ in stored], np.int32),
        position=np.array([article.position for _, article in stored], np.int64),
        number=np.array([article.number for _, article in stored], np.int32),
        length=np.array([len(article.text) for _, article in stored], np.int32),
    )


def _documents(
    versions: Sequence[LawVersion], stored: Sequence[tuple[int, StoredArticle]]
) -> Iterator[tantivy.Document]:
    named = [f"{short_name(versions[number].law)} {heading(article.chapter)}" for number, article in stored]
    words = tokenise.words_bulk(f"{name} {article.text}" for name, (_, article) in zip(named, stored, strict=True))
    for name, (_, article), found in zip(named, stored, words, strict=True):
        terms = grams(name)
        yield tantivy.Document(
            words=" ".join(found), grams=" ".join(terms + grams(article.text)), names=" ".join(terms)
        )


def _save_articles(path: Path, articles: IndexedArticles) -> None:
    np.savez(
        path,
        keys=np.array(articles.keys),
        version=articles.version,
        position=articles.position,
        number=articles.number,
        length=articles.length,
    )


def _load_articles(path: Path) -> IndexedArticles:
    with np.load(path, allow_pickle=False) as saved:
        return IndexedArticles(
            keys=tuple(str(key) for key in saved["keys"]),
            version=saved["version"],
            position=saved["position"],
            number=saved["number"],
            length=saved["length"],
        )
