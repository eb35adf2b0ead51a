"""A small desk for the tests of the rules: real guidance, routes, law and directory, and an understander of a few words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from case_library.illustrative import illustrative_cases
from case_library.precedent import CaseHit, Precedent
from knowledge.articles import ArticleHit, LawArticle
from knowledge.calculators import Number, calculate
from knowledge.citations import CheckedCitation, check_text
from knowledge.directory import Directory, UnknownOrganisationError, next_opening
from knowledge.guidance import Guidance, GuidanceBook
from knowledge.identifiers import ArticleRef, ArticleState
from knowledge.organisations import Organisation
from knowledge.questions import Question, QuestionBook
from knowledge.routes import RouteBook, RouteDecision, RouteFacts
from knowledge.statutes import StatuteLibrary
from knowledge.time_limits import TimeLimit, TimeLimits
from nlp.findings import Fact, Intent, Risk, RiskFinding, ScoredCategory, Span, Understanding

TODAY = date(2026, 11, 23)

_CATEGORIES = {
    "工资": ("labour", "unpaid_wages"),
    "漏水": ("neighbour", "leak"),
    "借": ("contract", "loan"),
    "离婚": ("family", "divorce"),
    "家暴": ("family", "domestic_violence"),
    "罚款": ("administrative", "penalty"),
    "诉讼费": ("not_legal", "procedure"),
    "天气": ("not_legal", "off_topic"),
    "你好": ("not_legal", "greeting"),
}
_INTENTS = {
    "找人工": Intent.WANTS_HUMAN,
    "律师": Intent.WANTS_LAWYER,
    "不调解": Intent.REFUSES_MEDIATION,
    "申请调解": Intent.WANTS_MEDIATION,
    "删除": Intent.DELETE_DATA,
    "你是谁": Intent.WHO_ARE_YOU,
    "说错了": Intent.COMPLAINT,
    "还有一件": Intent.NEW_SUBJECT,
    "案子": Intent.CASE_STATUS,
    "不知道": Intent.DOES_NOT_KNOW,
    "谢谢": Intent.THANKS,
    "结束": Intent.STOP,
    "你好": Intent.GREETING,
    "改成": Intent.CORRECTION,
}
_RED = {"杀": "violence", "不想活": "suicide", "打我": "domestic_violence", "着火": "fire"}
_FACTS = {
    "months": (re.compile(r"(\d+)个月"), int),
    "claimed_yuan": (re.compile(r"(\d+)元"), int),
    "age": (re.compile(r"我(\d+)岁"), int),
    "place": (re.compile(r"(麓谷街道)"), str),
    "end_date": (re.compile(r"(\d{4}-\d{2}-\d{2})"), str),
}


@cache
def books() -> tuple[GuidanceBook, QuestionBook, TimeLimits, RouteBook, Directory, StatuteLibrary]:
    limits, questions = TimeLimits.load(), QuestionBook.load()
    guidance = GuidanceBook.load(limits=limits, questions=questions)
    return guidance, questions, limits, RouteBook.load(guidance=guidance), Directory.load(), StatuteLibrary.open()


class LightDesk:
    """Satisfies the ReferenceDesk protocol; understanding looks for a handful of words."""

    office = "高新区人民调解委员会"

    def __init__(self) -> None:
        self._guidance, self._questions, self._limits, self._routes, self._directory, self._statutes = books()

    def understand(self, text: str, today: date, awaiting: str | None = None) -> Understanding:
        found = [value for word, value in _CATEGORIES.items() if word in text]
        code, subtype = found[0] if found else ("not_legal", "unintelligible")
        second = found[1][0] if len(found) > 1 else "contract" if code != "contract" else "business"
        doubt = "拿不准" in text
        facts: dict[str, Fact] = {}
        for name, (pattern, read) in _FACTS.items():
            if match := pattern.search(text):
                facts[name] = Fact(name, read(match[1]), Span(match.start(), match.end(), match[0]))
        if awaiting is not None and text.isdecimal():
            facts.setdefault(awaiting, Fact(awaiting, int(text), Span(0, len(text), text)))
        intents = {intent for word, intent in _INTENTS.items() if word in text}
        if text.strip() in {"是", "好"}:
            intents.add(Intent.YES)
        if text.strip() in {"否", "不"}:
            intents.add(Intent.NO)
        kinds = frozenset(kind for word, kind in _RED.items() if word in text)
        legal = code != "not_legal"
        grade = Risk.RED if kinds else Risk.YELLOW if legal else Risk.GREEN
        return Understanding(
            text=text,
            normalised=text,
            categories=(ScoredCategory(code, 0.45 if doubt else 0.9), ScoredCategory(second, 0.4 if doubt else 0.05)),
            subtype=subtype,
            flags=(),
            risk=RiskFinding(grade, tuple(sorted(kinds)), kinds),
            facts=facts,
            intents=frozenset(intents),
            own_dispute=legal and not text.endswith("吗"),
            in_doubt=doubt,
            also=tuple(other for other, _ in found[1:] if other != code),
        )

    def guidance(self, category: str, subtype: str) -> Guidance:
        return self._guidance.for_(category, subtype)

    def question(self, fact: str, category: str) -> Question | None:
        return self._questions.question(fact, category) if self._questions.may_ask(fact, category) else None

    def limit(self, limit_id: str) -> TimeLimit:
        return self._limits.limit(limit_id)

    def choose_route(self, facts: RouteFacts) -> RouteDecision:
        return self._routes.choose(facts)

    def organisation_for(
        self, kind: str, place: str | None, risk: Risk | None, category: str | None = None
    ) -> Organisation:
        return self._directory.find(kind, place, risk, category)

    def organisation(self, organisation_id: str) -> Organisation | None:
        try:
            return self._directory.organisation(organisation_id)
        except UnknownOrganisationError:
            return None

    def next_opening(self, organisation: Organisation, moment: datetime) -> datetime | None:
        return next_opening(organisation, moment)

    def streets(self) -> tuple[str, ...]:
        return tuple(o.street for o in self._directory.organisations if o.kind == "street" and o.street)

    def article(self, ref: ArticleRef, on: date) -> LawArticle | None:
        return self._statutes.article(ref, on)

    def state(self, ref: ArticleRef, on: date) -> ArticleState:
        return self._statutes.state(ref, on)

    def citations(self, text: str, on: date) -> tuple[CheckedCitation, ...]:
        return check_text(text, self._statutes, on=on)

    def search_articles(
        self, text: str, on: date, categories: Sequence[str] = (), limit: int = 10
    ) -> tuple[ArticleHit, ...]:
        article = self._statutes.article(ArticleRef("中华人民共和国人民调解法", "第四条"), on)
        return () if article is None or "查不到" in text else (ArticleHit(article, 1.0),)

    def similar_cases(
        self,
        text: str,
        category: str | None,
        subtype: str | None,
        limit: int = 3,
        *,
        understanding: Understanding | None = None,
    ) -> tuple[CaseHit, ...]:
        same = [case for case in illustrative_cases().values() if case.category == category]
        return tuple(CaseHit(case, 0.5) for case in same[:limit])

    def case(self, case_id: str) -> Precedent | None:
        return illustrative_cases().get(case_id)

    def numbers(
        self, category: str, subtype: str, facts: Mapping[str, Any], today: date, text: str
    ) -> tuple[Number, ...]:
        return calculate(category, subtype, facts, today, text=text)
