"""All that can be understood of one message, in one call."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Self

from nlp import tokenise
from nlp.classifier import WEIGHTS, DisputeClassifier, Prediction
from nlp.danger import DangerModel
from nlp.embedding import Embedder, NanoEmbedder
from nlp.facts.extract import extract
from nlp.facts.message import Message
from nlp.facts.names import NameFinder
from nlp.features import LONGEST_READ
from nlp.findings import Fact, Intent, Risk, ScoredCategory, Understanding
from nlp.flags import flags
from nlp.intents import intents
from nlp.normalise import normalise
from nlp.risk import RiskRules
from nlp.taxonomy import NOT_LEGAL, OTHER

CLOSE = 0.2
"""When the two likeliest categories lie nearer than this, and neither is sure, one question should part them."""

SURE = 0.6
ALSO_FROM = 0.25
"""A further category as likely as this is raised as a dispute of its own."""

GENERAL_QUESTION_FROM = 0.6

_CONVERSATIONAL = frozenset(Intent) - {Intent.WANTS_MEDIATION, Intent.REFUSES_MEDIATION, Intent.WANTS_LAWYER}
_SHORT = 16


class Understander:
    """Understands messages. Immutable after `load`, safe in threads."""

    def __init__(
        self,
        classifier: DisputeClassifier,
        names: NameFinder,
        embedder: Embedder | None,
        danger: DangerModel | None = None,
    ) -> None:
        """Take the parts; use `load`."""
        self._classifier = classifier
        self._names = names
        self._embedder = embedder
        self._danger = danger or DangerModel.load()
        self._risk = RiskRules.load()

    @classmethod
    def load(
        cls,
        places: Sequence[str] = (),
        organisations: Sequence[str] = (),
        *,
        weights: Path = WEIGHTS,
        cache_folder: Path | None = None,
        embeddings: bool = True,
    ) -> Self:
        """Read weights, rules and word lists.

        Args:
            places: Names and aliases of streets, communities and quarters of the directory.
            organisations: Names of its organisations.
            weights: Folder of the weights.
            cache_folder: Folder that only we can write, for jieba's parsed dictionary.
            embeddings: Whether to use sentence vectors: better, and 15 to 40 ms slower a message.
        """
        tokenise.prepare(cache_folder)
        return cls(
            DisputeClassifier.load(weights), NameFinder(places, organisations), NanoEmbedder() if embeddings else None
        )

    def by_words(self) -> Self:
        """Return one that does without sentence vectors: a little less sure, and twenty times faster."""
        return type(self)(self._classifier, self._names, None, self._danger)

    def sure_subtype(self, text: str, category: str) -> str | None:
        """Return the subtype of a text of this category where its words leave no doubt, or None.

        Measured: it answers for nearly half of the stories, and nine of ten answers are right.
        """
        begins = normalise(text[: 2 * LONGEST_READ]).text
        likely, subtype, share = self._classifier.subtype_within(begins, category)
        return subtype if likely >= ALSO_FROM and share >= SURE else None

    def understand(self, text: str, today: date, awaiting: str | None = None) -> Understanding:
        """Return what `text` says.

        Args:
            text: The message as it was sent.
            today: The day from which relative dates are counted.
            awaiting: Name of the fact that was just asked for, so that 三个 or 去年 is read as its answer.
        """
        normalised = normalise(text)
        wishes = intents(normalised.text)
        facts = extract(Message(normalised, today), self._names, awaiting)
        vector = self._embedder.embed(normalised.text) if self._embedder else None
        prediction = self._classifier.predict(normalised.text, vector)
        categories, subtype = _category(normalised.text, prediction, wishes)
        own_dispute = categories[0].code != NOT_LEGAL and prediction.grades[Risk.GREEN] < GENERAL_QUESTION_FROM
        risk = self._risk.assess(
            normalised.text, facts, own_dispute=own_dispute, danger=self._danger.weigh(normalised.text, vector)
        )
        first, second = categories[0], categories[1]
        facts = _claims_of_workers(facts, first.code)
        return Understanding(
            text=text,
            normalised=normalised.text,
            categories=categories,
            subtype=subtype,
            flags=flags(normalised.text),
            risk=risk,
            facts=facts,
            intents=wishes,
            own_dispute=own_dispute,
            in_doubt=first.probability < SURE and first.probability - second.probability < CLOSE,
            also=tuple(score.code for score in categories[1:3] if score.probability >= ALSO_FROM),
        )


def _claims_of_workers(facts: dict[str, Fact], category: str) -> dict[str, Fact]:
    """In a labour dispute the sum that is owed is what the worker claims; elsewhere the two may differ."""
    if category != "labour" or "amount_yuan" not in facts or "claimed_yuan" in facts:
        return facts
    owed = facts["amount_yuan"]
    rest = {name: fact for name, fact in facts.items() if name != "amount_yuan"}
    return {**rest, "claimed_yuan": replace(owed, name="claimed_yuan")}


def _category(text: str, prediction: Prediction, wishes: frozenset[Intent]) -> tuple[tuple[ScoredCategory, ...], str]:
    """Return categories by probability, and the subtype; a mere greeting is surely not legal."""
    if not text or (len(text) <= _SHORT and wishes & _CONVERSATIONAL and prediction.categories[0][1] < SURE):
        others = tuple(ScoredCategory(code, 0.0) for code, _ in prediction.categories if code != NOT_LEGAL)
        subtype = "greeting" if Intent.GREETING in wishes else ("unintelligible" if not text else OTHER)
        return (ScoredCategory(NOT_LEGAL, 1.0), *others), subtype
    categories = tuple(ScoredCategory(code, probability) for code, probability in prediction.categories)
    return categories, prediction.subtypes[categories[0].code]
