"""The mediation case library: composed, imported and own cases in one search."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from case_library.asked_terms import share_in
from case_library.case_file import FILE_NAME, IN_MEMORY, CaseFile
from case_library.case_index import CaseFilter, CaseIndex
from case_library.errors import CaseNotFoundError, CaseStoreAwayError
from case_library.excerpt import excerpt
from case_library.explain import why_found
from case_library.highlights import highlights
from case_library.illustrative import illustrative_cases
from case_library.live_index import LiveIndex
from case_library.near_duplicates import marks
from case_library.precedent import CaseHit, Precedent, Stretch
from case_library.ranking import Asked, Candidate, ranked
from case_library.result_page import ResultPage
from case_library.result_summary import ResultSummary, summarise
from case_library.store import CaseStore
from case_library.story_reader import StoryReader
from nlp.findings import Understanding

_LOG = logging.getLogger(__name__)
_CANDIDATES = 40
_OF_THE_KIND = 20
_LIKELY_KINDS = 2
_BY_NAME = 12
MOST_ALIKE = 60
"""So many of the cases like a story can be paged through."""
_SUMMARISED = 50
_MOST_COUNTED = 2_000
_ALIKE = 0.25
"""From this score on a case counts as like the story when results are summarised."""

Read = Callable[[str], Understanding]
"""How the library has a story read: the Understander with today's date filled in."""


class CaseLibrary:
    """All cases, and the search over them.

    Searching takes up what any process has saved since, without a restart: the store's revision tells what is new.
    """

    def __init__(
        self,
        store: CaseStore,
        index_folder: Path | None,
        composed: Mapping[str, Precedent],
        read: Read | None,
        rows: StoryReader | None = None,
    ) -> None:
        self.store = store
        self._composed = composed
        self.read = read
        self.rows = rows or (None if read is None else StoryReader(read))
        self._live = LiveIndex(store, index_folder, composed)

    @classmethod
    def open(
        cls,
        store: CaseStore | Path | None,
        index_folder: Path | None = None,
        *,
        composed: Mapping[str, Precedent] | None = None,
        read: Read | None = None,
        rows: StoryReader | None = None,
    ) -> "CaseLibrary":
        """Open the library.

        Args:
            store: where imported and own cases are kept, or the data folder that holds (or will hold) the case file;
                None for the composed cases alone.
            index_folder: where the index lies; None keeps it in memory, for a data folder it is `case_index` in it.
            composed: the illustrative cases; those of the package where None.
            read: how a story is read for its kind of dispute and its sums; without it words alone decide.
            rows: how the stories of imported rows are read for their kind; as `read` where None.

        Raises:
            CaseLibraryError: the file or an illustrative case cannot be read.
        """
        if isinstance(store, Path):
            index_folder = index_folder or store / "case_index"
            store = CaseFile(store / FILE_NAME)
        elif store is None:
            store = CaseFile(IN_MEMORY)
        return cls(store, index_folder, illustrative_cases() if composed is None else composed, read, rows)

    def search(
        self,
        text: str,
        limit: int = 5,
        wanted: CaseFilter | None = None,
        *,
        understanding: Understanding | None = None,
        marked: bool = False,
    ) -> tuple[CaseHit, ...]:
        """Find cases like a story, most alike first.

        Args:
            text: the story in anyone's words; may be empty where a filter is given.
            limit: at most so many cases.
            wanted: only cases that it admits.
            understanding: what was understood of the text, where the caller knows it already.
            marked: have each hit tell where it is alike, and the excerpt that shows most of it; a millisecond a hit.
        """
        wanted = wanted or CaseFilter()
        if not text.strip():
            return self.page("", 0, limit, wanted, marked=marked).hits
        return self._ranked(self._asked(text, understanding), limit, wanted, marked=marked)

    def page(self, text: str, start: int, count: int, wanted: CaseFilter, *, marked: bool = False) -> ResultPage:
        """Give a stretch of what a search finds, always in the same order, and how much it finds in all.

        Every case that a filter admits can be reached. Of cases like a story the nearest `MOST_ALIKE` are, since
        whatever shares a word with it is found somewhere behind them.

        Args:
            text: the story in anyone's words; may be empty where a filter is given.
            start: how many to pass over.
            count: at most so many cases.
            wanted: only cases that it admits.
            marked: see `search`.
        """
        asked = self._asked(text, None)
        if not text.strip():
            ids, found = self._live.current().listed(wanted, start, count)
            cases = self._cases(ids)
            listed = [(0.0, cases[case_id]) for case_id in ids if case_id in cases]
            return ResultPage(self._hits(asked, listed, marked=marked), found)
        in_order = self._in_order(asked, MOST_ALIKE, _OF_THE_KIND, wanted)[:MOST_ALIKE]
        hits = self._hits(asked, in_order[start : start + count], marked=marked)
        return ResultPage(hits, len(in_order), nearest_only=len(in_order) == MOST_ALIKE)

    def highlights(self, case: Precedent, text: str) -> tuple[Stretch, ...]:
        """Give the places of a case that are alike to a story, as a search for the story marks them."""
        return highlights(self._asked(text, None), case, self._live.last_seen)

    def like(
        self, case_id: str, limit: int = 5, *, published_only: bool = False, marked: bool = False
    ) -> tuple[CaseHit, ...]:
        """Find more cases like one of the library, itself left out.

        Raises:
            CaseNotFoundError: no case has this id.
        """
        asked = Asked.of_case(self.show(case_id))
        hits = self._ranked(asked, limit + 1, CaseFilter(published_only=published_only), marked=marked)
        return tuple(hit for hit in hits if hit.case.id != case_id)[:limit]

    def results_of_the_like(
        self, text: str, wanted: CaseFilter | None = None, *, understanding: Understanding | None = None
    ) -> ResultSummary | None:
        """Summarise how the published real cases most like a story ended; None under five of them.

        Args:
            text: the story in anyone's words; may be empty where a filter is given, then all that it admits count.
            wanted: only cases that it admits; drafts never count, whoever asks.
            understanding: what was understood of the text, where the caller knows it already.
        """
        published = replace(wanted or CaseFilter(), published_only=True)
        if not text.strip():
            return self._results_of_all(published)
        hits = self._ranked(self._asked(text, understanding), _SUMMARISED, published, marked=False)
        return summarise(hit.case for hit in hits if hit.score >= _ALIKE)

    def _results_of_all(self, wanted: CaseFilter) -> ResultSummary | None:
        """Summarise every case that a filter admits; None where there are more than can be read at once."""
        found = [case_id for case_id, _ in self._live.current().search(None, _MOST_COUNTED + 1, wanted)]
        if len(found) > _MOST_COUNTED:
            return None
        return summarise(self.store.get_many([each for each in found if each not in self._composed]).values())

    def show(self, case_id: str) -> Precedent:
        """Give one case.

        Raises:
            CaseNotFoundError: no case has this id.
        """
        case = self._composed.get(case_id) or self.store.get(case_id)
        if case is None:
            raise CaseNotFoundError(f"案例库里没有编号 {case_id}：请用“cases search”查找编号")
        return case

    def refresh(self) -> None:
        """Take up now what was saved since, so that the next search need not."""
        self._live.current()

    def is_composed(self, case_id: str) -> bool:
        """Say whether an id is that of an illustrative case of the package."""
        return case_id in self._composed

    def composed_marks(self) -> Mapping[int, tuple[str, ...]]:
        """Give the illustrative cases by their text marks, to find near-duplicates of them."""
        found: dict[int, tuple[str, ...]] = {}
        for case in self._composed.values():
            for mark in marks(case.story):
                found[mark] = (*found.get(mark, ()), case.id)
        return found

    def iterate(self) -> Iterator[Precedent]:
        """Give every case: composed ones first, then those of the store."""
        yield from self._composed.values()
        yield from self.store.iterate()

    def count(self) -> int:
        """Count the cases."""
        return len(self._composed) + self.store.count()

    def _asked(self, text: str, understanding: Understanding | None) -> Asked:
        heard = self._live.current().heard(text)
        if understanding is None and self.read is not None and text.strip():
            meant = text  # the reader knows the words of a dispute only as they are written
            for each in heard:
                meant = meant.replace(each.written, each.meant)
            understanding = self.read(meant)
        return replace(Asked.read(text, understanding), heard=heard)

    def _ranked(self, asked: Asked, limit: int, wanted: CaseFilter, *, marked: bool) -> tuple[CaseHit, ...]:
        in_order = self._in_order(asked, max(_CANDIDATES, limit), max(_OF_THE_KIND, limit), wanted)
        return self._hits(asked, in_order[:limit], marked=marked)

    def _in_order(
        self, asked: Asked, most: int, of_the_kind: int, wanted: CaseFilter
    ) -> Sequence[tuple[float, Precedent]]:
        index = self._live.current()
        terms = index.asked_terms(asked.text, asked.heard) if asked.text.strip() else None
        found = dict(index.search(terms, most, wanted))
        if wanted.category is None:
            for likely in sorted(asked.kinds, key=lambda code: -asked.kinds[code])[:_LIKELY_KINDS]:
                found |= dict(index.search(terms, of_the_kind, replace(wanted, category=likely)))
        by_name = set(index.search_names(asked.names, _BY_NAME, wanted)) - found.keys()
        candidates = [Candidate(case, found[case_id]) for case_id, case in self._cases(found).items()]
        candidates += [Candidate(case, share_in(terms or (), case)) for case in self._cases(by_name).values()]
        return ranked(asked, candidates, index.rarity_of_name, with_parties=not wanted.published_only)

    def _cases(self, ids: Iterable[str]) -> Mapping[str, Precedent]:
        """Give the cases of these ids that can be had just now."""
        ids = list(ids)
        cases = {case_id: self._composed[case_id] for case_id in ids if case_id in self._composed}
        try:
            return cases | dict(self.store.get_many([case_id for case_id in ids if case_id not in cases]))
        except CaseStoreAwayError as error:
            _LOG.warning("the case store does not answer, giving composed cases alone: %s", type(error).__name__)
            return cases

    def _hits(self, asked: Asked, in_order: Sequence[tuple[float, Precedent]], *, marked: bool) -> tuple[CaseHit, ...]:
        index = self._live.last_seen
        hits = (CaseHit(case, score, why_found(asked, case, index)) for score, case in in_order)
        return tuple(_marked(hit, asked, index) if marked else hit for hit in hits)


def _marked(hit: CaseHit, asked: Asked, index: CaseIndex) -> CaseHit:
    places = highlights(asked, hit.case, index)
    return replace(hit, highlights=places, excerpt=excerpt(hit.case, places))
