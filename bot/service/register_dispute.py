"""Giving a dispute its number and its citizen's code."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.dialogue.wording import name_of
from bot.domain.dispute import Dispute, DisputeApplication, DisputeState
from bot.domain.dispute_file import LONGEST_NAME, DisputeFile, Party, PartyKind, PartyRole
from bot.domain.docket_clocks import clock_rules
from bot.domain.docket_terms import registered_clocks
from bot.domain.docket_words import kind_of
from bot.errors import BadInput
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L, which people confuse. Ten of them are 49 bits."""
_HALF = 5
_MOST_PEOPLE = 100_000


async def register_dispute(
    desk: FrontDesk,
    uow: UnitOfWork,
    application: DisputeApplication,
    at: datetime,
    *,
    conversation_id: str | None = None,
    staff_id: str | None = None,
    parties: Sequence[Party] = (),
    lead: bool = False,
) -> Dispute:
    """Register within a transaction; the number is given with it, or not at all.

    Args:
        desk: The front desk.
        uow: The transaction.
        application: What is applied for.
        at: When, in the zone of the house.
        conversation_id: The talk it came from.
        staff_id: Who registers, None for the assistant.
        parties: The parties; those of the application where none are given.
        lead: A lead from screening or another body: nobody has applied, so nobody has consented yet.

    Raises:
        BadInput: The citizen has not consented, or the directory does not know the organisation.
    """
    if not application.consented and not lead:
        raise BadInput("没有当事人的单独同意，不能登记。")
    organisation = desk.room.organisation(application.organisation_id)
    if organisation is None:
        raise BadInput("没有这个单位。", hint="请核对单位代码。")
    state = DisputeState.LEAD if lead else DisputeState.APPLIED
    dispute = await uow.disputes.register(
        application,
        conversation_id,
        prefix=organisation.number_prefix,
        pattern=desk.settings.number_pattern,
        year=at.year,
        code=new_code(),
        words="" if lead else name_of("state", state.value),
        at=at,
        staff_id=staff_id,
        state=state,
    )
    file = first_file(dispute, parties)
    await uow.files.begin(registered_clocks(file, at.date(), clock_rules()))
    uow.announce(f"queue:{application.organisation_id}")
    return file.dispute


def first_file(dispute: Dispute, parties: Sequence[Party] = ()) -> DisputeFile:
    """Give the file of a dispute just registered, with what its application tells of parties, place and number."""
    application = dispute.application
    sides = (
        Party(
            1,
            PartyRole.APPLICANT,
            PartyKind.PERSON,
            application.applicant_name[:LONGEST_NAME],
            application.phone,
            conversation_id=dispute.conversation_id,
        ),
        Party(2, PartyRole.RESPONDENT, kind_of(application.other_party), application.other_party[:LONGEST_NAME]),
    )
    facts = application.facts
    people = facts.get("headcount")
    known = replace(
        dispute,
        happened_on=_day(facts.get("event_date")),
        place=str(facts.get("place") or ""),
        people=people if isinstance(people, int) and 0 < people <= _MOST_PEOPLE else 1,
    )
    return DisputeFile(known, parties=tuple(parties) or sides)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def new_code() -> str:
    """Return a code that is hard to guess and easy to read out."""
    letters = [secrets.choice(_LETTERS) for _ in range(2 * _HALF)]
    return "".join(letters[:_HALF]) + "-" + "".join(letters[_HALF:])
