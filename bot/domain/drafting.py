"""Checks a draft of an agreement before anybody signs it: what is missing, unclear, or cannot be agreed.

Courts reject the confirmation of agreements whose content is unclear or that touch others' rights (民诉解释 358), and
refuse those on personal status or on title (355).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.domain.forms import AgreementOnPaper, Duty, PartyOnPaper
from bot.domain.money_words import LARGEST, in_figures
from knowledge.drafting_rules import drafting_rules

_CENT = Decimal("0.01")
_YEARS_AHEAD = 20
_ORDER = ("must", "should", "note")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `grade`: must (not usable so), should, note. `article` is empty where it is no matter of law."""

    code: str
    grade: str
    text: str
    article: str


def check_draft(
    agreement: AgreementOnPaper, parties: Sequence[PartyOnPaper], category: str, today: date
) -> tuple[Finding, ...]:
    """Return the findings, the gravest first; none means that nothing was found, not that the draft is good.

    Args:
        agreement: The draft.
        parties: The parties of the file.
        category: Code of the kind of dispute.
        today: Stands in where the draft has no date of its own.
    """
    found = [
        *_whole(agreement, parties),
        *_duties(agreement, {party.name.strip() for party in parties}, agreement.agreed_on or today),
        *_instalments(agreement),
        *_wordings(agreement),
    ]
    if signs_on_paper(category, agreement):
        found.append(_finding("signs_on_paper"))
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: _ORDER.index(finding.grade)))


def signs_on_paper(category: str, agreement: AgreementOnPaper | None = None) -> bool:
    """Whether papers of this dispute may not be signed electronically (电子签名法 3)."""
    rules = drafting_rules()
    if category in rules.on_paper_kinds:
        return True
    return agreement is not None and any(pattern.search(_text(agreement)) for pattern in rules.on_paper_words)


def _finding(code: str, **values: str) -> Finding:
    rule = drafting_rules().findings[code]
    return Finding(code, rule.grade, rule.text.format(**values), rule.article)


def _whole(agreement: AgreementOnPaper, parties: Sequence[PartyOnPaper]) -> Iterator[Finding]:
    if len(parties) < 2 or not all(party.name.strip() for party in parties):
        yield _finding("parties_missing")
    if not agreement.facts.strip() and not agreement.issues.strip():
        yield _finding("facts_missing")
    if not agreement.duties and not any(term.strip() for term in agreement.terms):
        yield _finding("content_missing")
    later = [duty for duty in agreement.duties if duty.due_on != agreement.agreed_on]
    if later and agreement.oral:
        yield _finding("oral_with_duties")
    if later and not agreement.default_clause.strip():
        yield _finding("default_missing")


def _duties(agreement: AgreementOnPaper, names: set[str], agreed_on: date) -> Iterator[Finding]:
    for number, duty in enumerate(agreement.duties, start=1):
        place = str(number)
        if not duty.debtor.strip() or not duty.creditor.strip():
            yield _finding("who_missing", number=place)
        if not duty.what.strip() and duty.amount is None:
            yield _finding("what_missing", number=place)
        yield from _amount(duty, place)
        yield from _day(duty, place, agreed_on)
        yield from _manner(duty, place)
        for name in map(str.strip, f"{duty.debtor}、{duty.creditor}".split("、")):
            if name and name not in names:
                yield _finding("stranger", name=name)


def _amount(duty: Duty, place: str) -> Iterator[Finding]:
    if duty.amount is None:
        if drafting_rules().money.search(duty.what):
            yield _finding("amount_missing", number=place)
    elif not duty.amount.is_finite() or not _CENT <= duty.amount < LARGEST:
        yield _finding("amount_wrong", number=place)


def _day(duty: Duty, place: str, agreed_on: date) -> Iterator[Finding]:
    if duty.due_on is None:
        yield _finding("date_missing", number=place)
    elif duty.due_on < agreed_on:
        yield _finding("date_before", number=place, day=duty.due_on.isoformat())
    elif duty.due_on.year - agreed_on.year > _YEARS_AHEAD:
        yield _finding("date_far", number=place, day=duty.due_on.isoformat())


def _manner(duty: Duty, place: str) -> Iterator[Finding]:
    rules = drafting_rules()
    if not duty.method.strip():
        yield _finding("method_missing", number=place)
    if rules.transfer.search(duty.method) and not duty.account.strip():
        yield _finding("account_missing", number=place)
    if duty.amount is None and rules.delivery.search(duty.what) and not duty.place.strip():
        yield _finding("place_missing", number=place)


def _instalments(agreement: AgreementOnPaper) -> Iterator[Finding]:
    money = [duty for duty in agreement.duties if duty.amount is not None and duty.amount.is_finite()]
    total = sum((duty.amount for duty in money if duty.amount is not None), Decimal(0))
    if money and agreement.total is not None and agreement.total != total and total < LARGEST:
        yield _finding("sum_differs", sum=in_figures(total), total=in_figures(agreement.total))
    if len(money) > 1 and agreement.total is None:
        yield _finding("total_missing")
    days = [(duty.debtor, duty.creditor, duty.due_on) for duty in money if duty.due_on is not None]
    for earlier, later in pairwise(days):
        if earlier[:2] == later[:2]:
            if earlier[2] > later[2]:
                yield _finding("order_wrong")
            if earlier[2] == later[2]:
                yield _finding("same_day")


def _wordings(agreement: AgreementOnPaper) -> Iterator[Finding]:
    text = _text(agreement)
    for rule in drafting_rules().findings.values():
        for pattern in rule.patterns:
            for match in pattern.finditer(text):
                around = text[max(0, match.start() - 2) : match.end() + 2]
                if not any(exception.search(around) for exception in rule.exceptions):
                    yield _finding(rule.code, words=match.group())


def _text(agreement: AgreementOnPaper) -> str:
    return "\n".join((*agreement.terms, *(duty.what for duty in agreement.duties), agreement.default_clause))
