"""Search over all articles, beside what the statutes package itself uses: BM25 by rank-bm25 over jieba's words."""

import tempfile
from datetime import date
from pathlib import Path

from rank_bm25 import BM25Okapi

from knowledge.article_search import ArticleSearch
from knowledge.statutes import StatuteLibrary
from nlp import tokenise
from nlp.embedding import NanoEmbedder
from tests.benchmarks.messages import SHORT
from tests.benchmarks.timing import Row, ratio, timed

TODAY = date(2026, 11, 23)


def measure() -> list[Row]:
    """Time ten hits a question."""
    library = StatuteLibrary.open()
    texts = [article.text for version in library.all_versions() for article in library.articles_of(version.key)]
    plain = BM25Okapi(list(tokenise.words_bulk(texts)))
    with tempfile.TemporaryDirectory() as folder:
        search = ArticleSearch.open(library, Path(folder))
        theirs = timed(
            f"rank-bm25 over {len(texts):,} articles",
            lambda text: plain.get_scores(tokenise.words(text)).argsort()[-10:],
            SHORT,
            rounds=2,
        )
        vector = timed("the question's sentence vector alone", NanoEmbedder().embed, SHORT, rounds=20)
        ours = timed(
            "our search over the same articles", lambda text: search.search(text, 10, on=TODAY), SHORT, rounds=20
        )
        note = f"{ratio(ours, theirs)}; {ratio(ours, vector)}"
    return [theirs, vector, Row(ours.what, ours.median_ms, ours.p95_ms, note)]
