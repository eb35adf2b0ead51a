"""The full-text index of the cases: tantivy over terms cut beforehand, with codes and sums to filter by."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from case_library.asked_terms import Term, ceiling_of
from case_library.case_words import pairs, telling_names, without_masked_names, words
from case_library.precedent import Origin, Outcome, Precedent, ReviewState
from case_library.sound_alikes import Heard, SoundAlikes

_CODES = ("id", "category", "subtype", "outcome", "organisation_kind", "origin", "state")
_TERMS = ("words", "pairs", "names", "parties")
_WRITER_BYTES = 128_000_000
_COMMON_SHARE = 0.2
_COMMON_TERMS = 4
"""So many of each field are asked for where all are more common than that."""
_SMALL = 2_000
"""Up to so many cases no term is too common to be asked for."""
_MOST_TERMS = 48
"""Terms asked for in each field: the rarest ones, which decide nearly all of the score."""
_LARGE = 250_000
_MOST_TERMS_OF_A_LARGE = 24
"""From so many cases on half as many terms tell as much, since each is rarer by comparison, and cost half the time."""
_TELLS_ALL = 12.0  # rarity of a name that stands once in a hundred thousand cases
_MASK = "某"
_OF_A_NAME = 0.5
"""What a pair counts that touches a masked name (王某, 某欠): it says little of what happened."""
_HEARD_WEIGHT = 0.7
"""What a word counts that only sounds like what was written."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases may be found; None leaves a field free. `amount` is yuan, both ends included.

    `outcome_told` leaves out those of which nobody noted how they ended.
    """

    category: str | None = None
    subtype: str | None = None
    outcome: str | None = None
    organisation_kind: str | None = None
    year: int | None = None
    amount: tuple[float, float] | None = None
    method: str | None = None
    origin: str | None = None
    published_only: bool = False
    outcome_told: bool = False


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in _CODES:
        builder.add_text_field(name, stored=name == "id", tokenizer_name="raw", index_option="basic")
    for name in _TERMS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("method", tokenizer_name="whitespace", index_option="position")
    builder.add_integer_field("year", indexed=True)
    builder.add_unsigned_field("amount", indexed=True, fast=True)
    return builder.build()


def _document(case: Precedent) -> tantivy.Document:
    text = case.searchable_text
    # the names of a composed case are nobody's: nobody has heard of them
    named = without_masked_names(text) if case.origin is Origin.ILLUSTRATIVE else text
    document = tantivy.Document(
        id=case.id,
        category=case.category,
        subtype=case.subtype,
        outcome=case.outcome.value,
        origin=case.origin.value,
        state=case.review_state.value,
        organisation_kind=case.organisation_kind,
        words=" ".join(words(text)),
        pairs=" ".join(pairs(named)),
        names=" ".join(telling_names(named)),
        parties=" ".join(party_names(case)),
    )
    for method in case.methods:
        document.add_text("method", " ".join(_method_pairs(method)))
    if case.year is not None:
        document.add_integer("year", case.year)
    for amount in {case.claimed_yuan, case.settled_yuan} - {None}:
        document.add_unsigned("amount", round(amount or 0))
    return document


def _method_pairs(method: str) -> list[str]:
    """Cut the name of a method into pairs, each a character further, the last character alone behind them.

    With their places they find any part of the name at once, where a pattern must be tried on every name that there is.
    """
    bare = "".join(method.lower().split())
    return [bare[at : at + 2] for at in range(len(bare))]


def _rarity(count: int, having: int) -> float:
    return math.log(1 + (count - having + 0.5) / (having + 0.5))


def party_names(case: Precedent) -> frozenset[str]:
    """Give the telling names of the parties, which staff may search by and citizens may not."""
    return telling_names("，".join(case.parties))


class CaseIndex:
    """An index in a folder, or in memory where no folder is given. Searching is safe in threads."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open the index of a folder, or begin an empty one."""
        self._schema = _schema()
        if folder is None:
            self._index = tantivy.Index(self._schema)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.config_reader("manual")
        self.reload()

    def reload(self) -> None:
        """See what other processes have committed."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self._sound_alikes = SoundAlikes(self._searcher)

    def count(self) -> int:
        """Count the cases."""
        return int(self._searcher.num_docs)

    def update(self, changed: Iterable[Precedent], removed: Iterable[str] = (), *, fresh: bool = False) -> int:
        """Add or replace cases and drop removed ones in one commit; give how many were written.

        `fresh` says that none of the cases can be in the index yet, which saves looking for old ones.

        Raises:
            ValueError: another process is writing the index just now.
        """
        written = 0
        with self._index.writer(_WRITER_BYTES, num_threads=1) as writer:
            for case_id in removed:
                writer.delete_documents_by_term("id", case_id)
            for case in changed:
                if not fresh:
                    writer.delete_documents_by_term("id", case.id)
                if case.review_state is not ReviewState.WITHDRAWN:
                    writer.add_document(_document(case))
                written += 1
            writer.commit()
            writer.wait_merging_threads()
        self.reload()
        return written

    def rarity(self, field: str, term: str) -> float:
        """Give the inverse document frequency of a term, as BM25 counts it."""
        return _rarity(self._searcher.num_docs, self._searcher.doc_freq(field, term))

    def share(self, field: str, term: str) -> float:
        """Give the share of the cases in which a term stands."""
        return float(self._searcher.doc_freq(field, term)) / max(1, self._searcher.num_docs)

    def rarity_of_name(self, name: str) -> float:
        """Say how much a name tells, 0..1: once in a hundred thousand cases tells more than once in ten."""
        having = max(1, *(self._searcher.doc_freq(field, name) for field in ("names", "parties")))
        return min(1.0, _rarity(self._searcher.num_docs, having) / _TELLS_ALL)

    def heard(self, text: str) -> tuple[Heard, ...]:
        """Give the words of the library that a text probably means where it has other characters of the same sound."""
        return self._sound_alikes.heard(text)

    def asked_terms(self, text: str, heard: Iterable[Heard] = ()) -> Sequence[Term]:
        """Choose the terms worth asking for, of what a text says and what was heard in it: in each field the rarest.

        Where a story has nothing but common terms (拖欠工资 in a library of wages) the rarest of them are asked for.
        """
        count = self._searcher.num_docs
        most = count if count <= _SMALL else count * _COMMON_SHARE
        most_terms = _MOST_TERMS if count < _LARGE else _MOST_TERMS_OF_A_LARGE
        meant = [each.meant for each in heard]
        chosen: list[Term] = []
        common: list[Term] = []
        for field, written, sounding in (
            ("words", words(text), meant),
            ("pairs", pairs(text), [pair for word in meant for pair in pairs(word)]),
        ):
            weights = dict.fromkeys(sounding, _HEARD_WEIGHT)
            weights |= {term: _OF_A_NAME if _MASK in term else 1.0 for term in written}
            having = {term: self._searcher.doc_freq(field, term) for term in weights}
            known = sorted((term for term in having if having[term]), key=lambda term: (having[term], term))
            rarest = [Term(field, term, _rarity(count, having[term]), weights[term]) for term in known[:most_terms]]
            chosen += [term for term in rarest if having[term.text] <= most]
            common += rarest[:_COMMON_TERMS]
        return chosen or common

    def search(self, terms: Sequence[Term] | None, limit: int, wanted: CaseFilter) -> list[tuple[str, float]]:
        """Find cases by terms and filter: (id, score), best first; score is the share of what the terms could give.

        Without terms (None) the filter alone chooses; terms that nobody has find nothing.
        """
        asked = [(tantivy.Occur.Should, self._asking(term)) for term in terms or ()]
        must = [(tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)) for query in self._must(wanted)]
        if not asked and (terms is not None or not must):
            return []
        if not asked:
            query, ceiling = tantivy.Query.boolean_query(must), 1.0
        else:
            some = tantivy.Query.boolean_query(asked)
            query = tantivy.Query.boolean_query([*must, (tantivy.Occur.Must, some)]) if must else some
            ceiling = ceiling_of(terms or ())
        searcher = self._searcher
        hits = searcher.search(query, limit=limit, count=False).hits
        return [(str(searcher.doc(address).get_first("id")), score / ceiling) for score, address in hits]

    def _asking(self, term: Term) -> tantivy.Query:
        query = tantivy.Query.term_query(self._schema, term.field, term.text, "freq")
        return query if term.weight == 1.0 else tantivy.Query.boost_query(query, term.weight)

    def listed(self, wanted: CaseFilter, start: int, count: int) -> tuple[list[str], int]:
        """Give a stretch of the cases that a filter admits, real ones first, and how many it admits in all."""
        must = [(tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)) for query in self._must(wanted)]
        if not must:
            return [], 0
        real = [
            (
                tantivy.Occur.Should,
                tantivy.Query.const_score_query(
                    tantivy.Query.term_query(self._schema, "origin", origin.value, "basic"), 1.0
                ),
            )
            for origin in Origin
            if origin is not Origin.ILLUSTRATIVE
        ]
        searcher = self._searcher
        found = searcher.search(tantivy.Query.boolean_query([*must, *real]), limit=count, offset=start, count=True)
        ids = [str(searcher.doc(address).get_first("id")) for _, address in found.hits]
        return ids, int(found.count or 0)  # type: ignore[attr-defined] # left out of its stubs

    def search_names(self, names: Iterable[str], limit: int, wanted: CaseFilter) -> list[str]:
        """Find the cases in which most of these names stand, rare ones first; give their ids.

        Names of the parties count too, unless only published cases are wanted: citizens look for stories, not people.
        """
        names = sorted(names)
        if not names:
            return []
        fields = ("names",) if wanted.published_only else ("names", "parties")
        terms = [Term(field, name, self.rarity_of_name(name)) for field in fields for name in names]
        return [case_id for case_id, _ in self.search(terms, limit, wanted)]

    def _must(self, wanted: CaseFilter) -> list[tantivy.Query]:
        codes = {
            "category": wanted.category,
            "subtype": wanted.subtype,
            "outcome": wanted.outcome,
            "organisation_kind": wanted.organisation_kind,
            "origin": wanted.origin,
            "state": ReviewState.PUBLISHED.value if wanted.published_only else None,
        }
        must = [
            tantivy.Query.term_query(self._schema, name, code, "basic")
            for name, code in codes.items()
            if code is not None
        ]
        if wanted.outcome_told:
            untold = tantivy.Query.term_query(self._schema, "outcome", Outcome.UNKNOWN.value, "basic")
            all_but = [(tantivy.Occur.Must, tantivy.Query.all_query()), (tantivy.Occur.MustNot, untold)]
            must.append(tantivy.Query.boolean_query(all_but))
        if wanted.method is not None:
            must.append(self._with_method(wanted.method))
        if wanted.year is not None:
            must.append(tantivy.Query.term_query(self._schema, "year", wanted.year, "basic"))
        if wanted.amount is not None:
            lowest, highest = (max(0, math.floor(end)) for end in wanted.amount)
            must.append(tantivy.Query.range_query(self._schema, "amount", tantivy.FieldType.Unsigned, lowest, highest))
        return must

    def _with_method(self, method: str) -> tantivy.Query:
        """Ask for a part of a method's name, since entries name it in their own words: 背对背 finds 背对背沟通."""
        *whole, last = _method_pairs(method) or [""]
        if len(whole) > 1:
            return tantivy.Query.phrase_query(self._schema, "method", list(whole))
        if whole:
            return tantivy.Query.term_query(self._schema, "method", whole[0], "basic")
        if last:
            return tantivy.Query.regex_query(self._schema, "method", f"{re.escape(last)}.?")
        return tantivy.Query.empty_query()
