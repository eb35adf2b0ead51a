"""The reference room: everything the rules look up, loaded once, read-only afterwards and safe in threads."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.dialogue.wording import wording
from bot.service.room_files import (
    ARTICLE_INDEX,
    CASE_INDEX,
    IMPORTED_LAWS,
    WORD_CACHE,
    load_directory,
    own_weights,
)
from case_library.case_index import CaseFilter
from case_library.errors import CaseNotFoundError
from case_library.library import CaseLibrary
from case_library.precedent import CaseHit, Precedent, ReviewState
from case_library.store import CaseStore
from case_library.story_reader import StoryReader
from knowledge.article_search import ArticleSearch
from knowledge.articles import ArticleHit, LawArticle
from knowledge.calculators import Figures, Number, calculate
from knowledge.citations import CheckedCitation, check_text
from knowledge.directory import Directory, UnknownOrganisationError, next_opening
from knowledge.guidance import Guidance, GuidanceBook
from knowledge.identifiers import ArticleRef, ArticleState
from knowledge.organisations import Organisation
from knowledge.questions import Question, QuestionBook
from knowledge.routes import RouteBook, RouteDecision, RouteFacts
from knowledge.statutes import CITABLE, StatuteLibrary
from knowledge.time_limits import TimeLimit, TimeLimits
from nlp.findings import Risk, Understanding
from nlp.understanding import Understander

log = logging.getLogger("fengqiao.room")

_REMEMBERED = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRoom:
    """All the books of the house; satisfies `bot.dialogue.reference_desk.ReferenceDesk`."""

    understander: Understander
    guidance_book: GuidanceBook
    questions: QuestionBook
    limits: TimeLimits
    routes: RouteBook
    directory: Directory
    statutes: StatuteLibrary
    articles: ArticleSearch
    cases: CaseLibrary
    figures: Figures
    """The LPR, local wages and incomes that the office has entered."""
    look_up: Callable[[ArticleRef, date], LawArticle | None]
    """`statutes.article` with a memory: an answer looks up the same hundred articles again and again."""

    @classmethod
    def load(
        cls,
        data_dir: Path,
        directory_path: Path | None = None,
        today: date | None = None,
        *,
        semantic_search: bool = True,
        case_store: CaseStore | None = None,
    ) -> "ReferenceRoom":
        """Load everything; indexes are kept in the data folder and used again.

        Args:
            data_dir: Folder of imported laws, cases and indexes; it is made where it is missing.
            directory_path: Directory of organisations; by default the data folder's own, else the sample.
            today: The day from which the stories of the case library are read; the present one by default.
            semantic_search: Whether articles are found by sentence vectors too: better, and many times slower a text.
            case_store: Where the office keeps its cases; without it there are the composed ones alone.

        Raises:
            DataFileError, BrokenDataFileError, DirectoryError, CaseLibraryError: A file breaks a rule; the message
                names file and line.
            OSError: The data folder cannot be written.
        """
        data_dir.mkdir(parents=True, exist_ok=True)
        directory = load_directory(data_dir, directory_path)
        limits, questions = TimeLimits.load(), QuestionBook.load()
        guidance = GuidanceBook.load(limits=limits, questions=questions)
        statutes = StatuteLibrary.open(data_dir / IMPORTED_LAWS)
        names = tuple(dict.fromkeys(organisation.name for organisation in directory.organisations))
        words = data_dir / WORD_CACHE
        words.mkdir(mode=0o700, exist_ok=True)
        understander = Understander.load(directory.places(), names, weights=own_weights(data_dir), cache_folder=words)
        by_words = understander.by_words()
        day = today or date.today()  # noqa: DTZ011 - only where no day was given; the case stories are dateless
        room = cls(
            understander=understander,
            guidance_book=guidance,
            questions=questions,
            limits=limits,
            routes=RouteBook.load(guidance=guidance),
            directory=directory,
            statutes=statutes,
            articles=ArticleSearch.open(statutes, data_dir / ARTICLE_INDEX, embeddings=semantic_search),
            look_up=lru_cache(maxsize=_REMEMBERED)(statutes.article),
            figures=Figures.load(data_dir),
            cases=CaseLibrary.open(
                case_store,
                data_dir / CASE_INDEX,
                read=lambda text: understander.understand(text, day),
                rows=StoryReader(lambda text: by_words.understand(text, day), by_words.sure_subtype),
            ),
        )
        for citation in room.citations_out_of_force(day):
            log.warning("left unsaid, because it is not in force: %s", citation)
        return room

    @property
    def office(self) -> str:
        """The name of the office that runs the assistant."""
        return self.directory.district.name

    def understand(self, text: str, today: date, awaiting: str | None = None) -> Understanding:
        """Understand a text; see `Understander.understand`."""
        return self.understander.understand(text, today, awaiting)

    def guidance(self, category: str, subtype: str) -> Guidance:
        """Give the guidance for a kind of dispute.

        Raises:
            KeyError: There is none, because it is not legal.
        """
        return self.guidance_book.for_(category, subtype)

    def question(self, fact: str, category: str) -> Question | None:
        """Give the question for a fact, or None where it may not be asked."""
        return self.questions.question(fact, category) if self.questions.may_ask(fact, category) else None

    def limit(self, limit_id: str) -> TimeLimit:
        """Give a time limit."""
        return self.limits.limit(limit_id)

    def choose_route(self, facts: RouteFacts) -> RouteDecision:
        """Choose the road."""
        return self.routes.choose(facts)

    def organisation_for(
        self, kind: str, place: str | None, risk: Risk | None, category: str | None = None
    ) -> Organisation:
        """Give the organisation that takes a dispute."""
        return self.directory.find(kind, place, risk, category)

    def organisation(self, organisation_id: str) -> Organisation | None:
        """Give an organisation by its id."""
        try:
            return self.directory.organisation(organisation_id)
        except UnknownOrganisationError:
            return None

    def next_opening(self, organisation: Organisation, moment: datetime) -> datetime | None:
        """Give when an organisation is next open."""
        return next_opening(organisation, moment)

    def streets(self) -> tuple[str, ...]:
        """Give the names of the streets of the directory."""
        found = (o.street for o in self.directory.organisations if o.kind == "street" and o.street)
        return tuple(dict.fromkeys(found))

    def article(self, ref: ArticleRef, on: date) -> LawArticle | None:
        """Give an article as it reads on a day."""
        return self.look_up(ref, on)

    def state(self, ref: ArticleRef, on: date) -> ArticleState:
        """Tell what a citation is worth on a day."""
        if not ref.label:
            return self.statutes.state(ref, on)
        article = self.look_up(ref, on)
        return ArticleState.NOT_FOUND if article is None else article.state

    def citations(self, text: str, on: date) -> tuple[CheckedCitation, ...]:
        """Find every article that a text names, and what each is worth on a day."""
        return check_text(text, self.statutes, on=on)

    def search_articles(
        self, text: str, on: date, categories: Sequence[str] = (), limit: int = 10
    ) -> tuple[ArticleHit, ...]:
        """Find articles for a lay description."""
        return self.articles.search(text, limit, categories, on=on)

    def similar_cases(
        self,
        text: str,
        category: str | None,
        subtype: str | None,
        limit: int = 3,
        *,
        understanding: Understanding | None = None,
    ) -> tuple[CaseHit, ...]:
        """Find published cases of the same kind that resemble this one; those of the subtype come first.

        One that does not tell how it ended helps nobody: it is given only where there is none that does.
        """
        wanted = CaseFilter(category=category, published_only=True)
        hits = self.cases.search(text, 2 * limit, wanted, understanding=understanding)
        telling = [hit for hit in hits if hit.case.tells_result]
        if len(telling) < min(limit, len(hits)):
            wanted = replace(wanted, outcome_told=True)
            more = self.cases.search(text, 2 * limit, wanted, understanding=understanding)
            known = {hit.case.id for hit in telling}
            telling += [hit for hit in more if hit.case.id not in known]
        return tuple(sorted(telling or hits, key=lambda hit: hit.case.subtype != subtype))[:limit]

    def numbers(
        self, category: str, subtype: str, facts: Mapping[str, Any], today: date, text: str
    ) -> tuple[Number, ...]:
        """Compute what can be counted in such a dispute."""
        return calculate(category, subtype, facts, today, text=text, figures=self.figures)

    def case(self, case_id: str) -> Precedent | None:
        """Give a case that may be shown to citizens."""
        try:
            case = self.cases.show(case_id)
        except CaseNotFoundError:
            return None
        return case if case.review_state is ReviewState.PUBLISHED else None

    def stated_citations(self) -> Iterator[tuple[str, ArticleRef]]:
        """Give every citation of guidance, time limits, routes and wording, with where it stands."""
        for entry in self.guidance_book:
            for statement in entry.statements():
                yield from ((f"guidance {entry.category}/{entry.subtype}", ref) for ref in statement.cites)
        for limit in self.limits:
            yield from ((f"time limit {limit.id}", ref) for ref in limit.cites)
        for rule in self.routes.rules:
            yield from ((f"route {rule.id}", ref) for statement in rule.reasons for ref in statement.cites)
        for note in self.routes.notes:
            yield from ((f"route {note.id}", ref) for statement in note.reasons for ref in statement.cites)
        for phrase in wording().phrases.values():
            yield from ((f"wording {phrase.key}", ref) for ref in phrase.cites)

    def citations_out_of_force(self, on: date) -> tuple[str, ...]:
        """Name every citation that may not be stated on a day: it is left unsaid, and the operator is warned."""
        gone = {(where, ref) for where, ref in self.stated_citations() if self.state(ref, on) not in CITABLE}
        return tuple(sorted(f"{where}: {ref} ({self.state(ref, on).value})" for where, ref in gone))
