"""What a rule may look up while it decides: law, guidance, organisations, similar cases; all of it in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from case_library.precedent import CaseHit, Precedent
    from knowledge.articles import ArticleHit, LawArticle
    from knowledge.calculators import Number
    from knowledge.citations import CheckedCitation
    from knowledge.guidance import Guidance
    from knowledge.identifiers import ArticleRef, ArticleState
    from knowledge.organisations import Organisation
    from knowledge.questions import Question
    from knowledge.routes import RouteDecision, RouteFacts
    from knowledge.time_limits import TimeLimit
    from nlp.findings import Risk, Understanding


class ReferenceDesk(Protocol):
    """Look-ups that answer in milliseconds and change nothing; a day or a moment is always given by the caller."""

    @property
    def office(self) -> str:
        """Give the name of the office that runs the assistant, as citizens know it."""
        ...

    def understand(self, text: str, today: date, awaiting: str | None = None) -> Understanding:
        """Understand a text; `awaiting` names the fact just asked for."""
        ...

    def guidance(self, category: str, subtype: str) -> Guidance:
        """Give what a citizen with such a dispute should know."""
        ...

    def question(self, fact: str, category: str) -> Question | None:
        """Give the question for a fact, or None where it may not be asked in that category."""
        ...

    def limit(self, limit_id: str) -> TimeLimit:
        """Give a time limit."""
        ...

    def choose_route(self, facts: RouteFacts) -> RouteDecision:
        """Choose the road."""
        ...

    def organisation_for(
        self, kind: str, place: str | None, risk: Risk | None, category: str | None = None
    ) -> Organisation:
        """Give the organisation that takes it; there always is one."""
        ...

    def organisation(self, organisation_id: str) -> Organisation | None:
        """Give an organisation by its id."""
        ...

    def next_opening(self, organisation: Organisation, moment: datetime) -> datetime | None:
        """Give when it is next open: the moment itself where it is open now."""
        ...

    def streets(self) -> tuple[str, ...]:
        """Give the names of the streets, for the buttons of a question about the place."""
        ...

    def article(self, ref: ArticleRef, on: date) -> LawArticle | None:
        """Give the text of an article on a day, or None where the library does not know the article."""
        ...

    def state(self, ref: ArticleRef, on: date) -> ArticleState:
        """Tell what a citation is worth on a day."""
        ...

    def citations(self, text: str, on: date) -> tuple[CheckedCitation, ...]:
        """Find every article that a text names, and what each is worth on a day."""
        ...

    def search_articles(
        self, text: str, on: date, categories: Sequence[str] = (), limit: int = 10
    ) -> tuple[ArticleHit, ...]:
        """Find articles for a lay description."""
        ...

    def similar_cases(
        self,
        text: str,
        category: str | None,
        subtype: str | None,
        limit: int = 3,
        *,
        understanding: Understanding | None = None,
    ) -> tuple[CaseHit, ...]:
        """Find cases that resemble this one."""
        ...

    def numbers(
        self, category: str, subtype: str, facts: Mapping[str, Any], today: date, text: str
    ) -> tuple[Number, ...]:
        """Compute what can be counted in such a dispute, with steps and articles."""
        ...

    def case(self, case_id: str) -> Precedent | None:
        """Give one case that may be shown."""
        ...
