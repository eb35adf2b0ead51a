"""All of understanding, beside jieba's own cut and the sentence vector alone of the same text in the same run."""

from datetime import date

import jieba

from nlp.embedding import NanoEmbedder
from nlp.understanding import Understander
from tests.benchmarks.messages import LONG, SHORT
from tests.benchmarks.timing import Row, ratio, timed

TODAY = date(2026, 11, 23)


def measure() -> list[Row]:
    """Time messages of about 40 and about 200 characters."""
    understander = Understander.load(places=("麓谷街道",), organisations=())
    by_words = Understander.load(places=("麓谷街道",), organisations=(), embeddings=False)
    embedder = NanoEmbedder()
    jieba.initialize()
    rows: list[Row] = []
    for name, texts in (("40", SHORT), ("200", LONG)):
        cut = timed(f"jieba, about {name} characters", lambda text: list(jieba.cut(text)), texts, rounds=20)
        vector = timed(f"sentence vector alone, about {name} characters", embedder.embed, texts, rounds=20)
        words = timed(
            f"understanding without vectors, about {name} characters",
            lambda text: by_words.understand(text, TODAY),
            texts,
            rounds=20,
        )
        whole = timed(
            f"understanding, about {name} characters",
            lambda text: understander.understand(text, TODAY),
            texts,
            rounds=20,
        )
        rows += [cut, Row(words.what, words.median_ms, words.p95_ms, ratio(words, cut))]
        rows += [vector, Row(whole.what, whole.median_ms, whole.p95_ms, ratio(whole, vector))]
    return rows
