"""Turns the file of a dispute into what its forms are filled from."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo
from enum import StrEnum

from bot.domain.counting.measures import words as measure_words
from bot.domain.dispute import Dispute
from bot.domain.dispute_file import DisputeFile, Instalment, Party, PartyKind
from bot.domain.docket_steps import docket
from bot.domain.file_entries import Agreement
from bot.domain.form_words import form_words
from bot.domain.forms import (
    AgreementOnPaper,
    Duty,
    FileForForms,
    FormKind,
    MeetingOnPaper,
    NoticeOnPaper,
    PartyOnPaper,
    VisitOnPaper,
)
from nlp.taxonomy import category_name, subtype_name

_TIME = re.compile(r"(\d{1,2})[:：时](\d{2})?")
_NUMBER = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])\s*")
_NAMES = "、"


class Payer(StrEnum):
    """Which side performs what was agreed; the file does not say so for each instalment."""

    RESPONDENTS = "respondents"
    APPLICANTS = "applicants"


def file_on_paper(
    file: DisputeFile,
    organisation: str,
    zone: tzinfo,
    *,
    kind: FormKind | None = None,
    subject: str = "",
    payer: Payer = Payer.RESPONDENTS,
    today: date | None = None,
) -> FileForForms:
    """Return what a form of this file is filled from.

    Args:
        file: The file.
        organisation: Name of the committee.
        zone: Zone of the office, for days.
        kind: Which form; decides what a notice says and to whom.
        subject: Which session, investigation or visit (`session:2`); the last one where empty.
        payer: Who performs.
        today: The day a notice is dated.
    """
    dispute = file.dispute
    application = dispute.application
    reached = {event.step: event.day for event in reversed(file.events)}
    return FileForForms(
        number=dispute.number,
        organisation=organisation,
        kind_name=kind_name(dispute),
        source_name=measure_words()["sources"].get(application.source.value, application.source.value),
        parties=tuple(_party(party) for party in file.parties) or _from_application(dispute),
        summary=application.summary,
        requests=tuple(line.strip() for line in application.request.splitlines() if line.strip()),
        applied_on=dispute.registered_at.astimezone(zone).date(),
        accepted_on=reached.get("accept"),
        closed_on=dispute.closure.on if dispute.closure else None,
        registrar=next((event.staff_name for event in file.events if event.staff_name), ""),
        mediators=tuple(mediator.name for mediator in file.mediators),
        outcome=docket().states[dispute.closure.outcome].name if dispute.closure else "",
        agreement=_agreement(file, payer),
        meeting=_meeting(file, subject, kind),
        visit=_visit(file, subject),
        notice=_notice(file, kind, today),
        court=file.confirmation.court if file.confirmation else "",
    )


def kind_name(dispute: Dispute) -> str:
    """Return the kind of a dispute in words."""
    application = dispute.application
    return f"{category_name(application.category)}纠纷（{subtype_name(application.category, application.subtype)}）"


def names_of(parties: Sequence[Party]) -> str:
    """Return the names of parties in one line."""
    return _NAMES.join(party.name for party in parties if party.name)


def volume_title(file: DisputeFile) -> str:
    """Return what the cover of a bound file calls it."""
    values = {"applicants": names_of(file.applicants) or file.dispute.application.applicant_name}
    values |= {"respondents": names_of(file.respondents), "kind": kind_name(file.dispute)}
    return str(form_words()["volume_title" if values["respondents"] else "volume_title_alone"]).format(**values)


def _party(party: Party) -> PartyOnPaper:
    return PartyOnPaper(
        standing=form_words()["standing"][party.role.value],
        name=party.name,
        gender=party.gender,
        ethnicity=party.ethnicity,
        age="" if party.age is None else form_words()["age"].format(age=party.age),
        occupation=party.occupation,
        phone=party.phone,
        address=party.address,
        representative=party.representative,
        agent=party.agent,
        is_unit=party.kind is PartyKind.ORGANISATION,
    )


def _from_application(dispute: Dispute) -> tuple[PartyOnPaper, ...]:
    """A file kept before parties were has their names on its first page only."""
    standing, application = form_words()["standing"], dispute.application
    applicant = PartyOnPaper(standing["applicant"], application.applicant_name, phone=application.phone)
    if not application.other_party:
        return (applicant,)
    return (applicant, PartyOnPaper(standing["respondent"], application.other_party))


def _agreement(file: DisputeFile, payer: Payer) -> AgreementOnPaper:
    agreement = file.agreement
    if agreement is None:
        return AgreementOnPaper()
    sides = (names_of(file.respondents), names_of(file.applicants))
    debtor, creditor = sides if payer is Payer.RESPONDENTS else sides[::-1]
    return AgreementOnPaper(
        facts=agreement.main_facts,
        issues=agreement.issues,
        terms=tuple(_clauses(agreement.terms)),
        duties=tuple(_duty(each, agreement, debtor, creditor) for each in file.instalments),
        total=agreement.amount,
        default_clause=agreement.default_clause,
        oral=agreement.form == "oral",
        agreed_on=agreement.day,
        copies=agreement.copies or len(file.parties) + 1,
    )


def _clauses(terms: str) -> list[str]:
    """One clause a line, without the number a person typed before it: the form numbers them itself."""
    lines = [
        re.sub(r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])\s*", "", line) for line in terms.splitlines()
    ]
    return [line.strip() for line in lines if line.strip()]


def _duty(instalment: Instalment, agreement: Agreement, debtor: str, creditor: str) -> Duty:
    return Duty(
        debtor=debtor,
        creditor=creditor,
        what=instalment.what or form_words()["duty_as_agreed"],
        amount=instalment.amount,
        due_on=instalment.due_on,
        method=agreement.method,
        account=agreement.account if instalment.amount is not None else "",
        place=agreement.place,
    )


def _chosen(subject: str, count: int) -> int | None:
    """The index that a subject names, the last without one; None where there is no such."""
    number = int(subject.partition(":")[2] or count) if subject else count
    return number - 1 if 1 <= number <= count else None


def _moment(day: date, clock: str) -> datetime:
    found = _TIME.search(clock)
    hour, minute = (int(found.group(1)), int(found.group(2) or 0)) if found else (0, 0)
    return datetime.combine(day, time(hour, minute) if hour < 24 and minute < 60 else time())


def _meeting(file: DisputeFile, subject: str, kind: FormKind | None) -> MeetingOnPaper:
    mediators = _NAMES.join(mediator.name for mediator in file.mediators)
    if kind is FormKind.INVESTIGATION:
        found = _chosen(subject, len(file.investigations))
        if found is None:
            return MeetingOnPaper(mediators=mediators)
        asked = file.investigations[found]
        return MeetingOnPaper(
            held_at=_moment(asked.day, asked.time),
            place=asked.place,
            present=asked.attendees,
            asked=asked.asked,
            mediators=asked.staff_name or mediators,
            recorder=asked.recorder,
            words=asked.record,
        )
    found = _chosen(subject, len(file.sessions))
    if found is None:
        return MeetingOnPaper(mediators=mediators)
    session = file.sessions[found]
    return MeetingOnPaper(
        held_at=_moment(session.day, session.time),
        place=session.place,
        present=session.attendees,
        mediators=mediators or session.staff_name,
        recorder=session.recorder,
        words="\n".join(part for part in (session.statements, session.checks) if part),
        proposals=session.proposals,
        result=session.result,
    )


def _visit(file: DisputeFile, subject: str) -> VisitOnPaper:
    found = _chosen(subject, len(file.visits))
    if found is None:
        return VisitOnPaper()
    visit, words = file.visits[found], docket()
    return VisitOnPaper(
        visited_at=_moment(visit.day, ""),
        visitor=visit.staff_name,
        visited=visit.whom,
        reason=form_words()["visit_reason"]["agreed" if file.agreement else "ended"],
        performance=words.option_name("performance", visit.performance),
        satisfaction=words.option_name("satisfaction", str(visit.satisfaction)) if visit.satisfaction else "",
        lawsuit=words.option_name("lawsuit", visit.lawsuit),
        hidden_risk=visit.hidden_risk,
        steps=visit.measures_taken,
    )


def _notice(file: DisputeFile, kind: FormKind | None, today: date | None) -> NoticeOnPaper:
    if kind is FormKind.REFERRAL and (referral := file.referral) is not None:
        closure = file.dispute.closure
        return NoticeOnPaper(
            addressee=referral.body,
            reason=docket().reason_name(closure.reason) if closure else "",
            materials=tuple(line.strip() for line in referral.materials.splitlines() if line.strip()),
            consent=referral.basis,
            day=referral.day,
        )
    closure = file.dispute.closure
    if closure is None:
        return NoticeOnPaper(day=today)
    applicants = names_of(file.applicants) or file.dispute.application.applicant_name
    return NoticeOnPaper(
        addressee=applicants if kind is FormKind.REFUSAL else names_of(file.parties) or applicants,
        reason=docket().reason_name(closure.reason) + "。",
        roads=tuple(docket().option_name("roads", road) for road in closure.roads),
        day=closure.told_on or closure.on,
    )
