"""What a step of the ladder leads to and how it is told: pure, for the running house and for rehearsals alike."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from bot.dialogue.fact_words import moment_in_words
from bot.dialogue.reference_desk import ReferenceDesk
from bot.domain.competence import lawyer_windows, other_rooms
from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff, HandoffKind
from bot.domain.ladder import LadderState, Openings, Rung
from bot.domain.messages import Reply
from bot.domain.roster import Roster
from bot.service import notices
from knowledge.opening_hours import OpeningHours
from knowledge.organisations import Organisation

OFFER = "ladder_offer"
"""Where the memory of a conversation holds what was offered; see bot/dialogue/ladder_offers.py."""


def openings_among(
    room: ReferenceDesk, handoff: Handoff, staffed: Collection[str], roster: Roster, now: datetime
) -> Openings:
    """Return what else is open to a waiting citizen now: a room, a lawyer, a moment to be called back.

    Args:
        room: Knows the organisations.
        handoff: What he waits for.
        staffed: Ids of organisations in which somebody takes talks now.
        roster: Shifts of the handoff's own organisation.
        now: The present moment, in the zone of the house.
    """
    asked = room.organisation(handoff.organisation_id)
    if asked is None:
        return Openings()
    known = (room.organisation(organisation_id) for organisation_id in sorted(set(staffed)))
    among = [organisation for organisation in known if organisation is not None]
    rooms = (
        () if handoff.kind is HandoffKind.LAWYER_WINDOW else other_rooms(asked, handoff.brief.get("category"), among)
    )
    windows = lawyer_windows(asked, among)
    return Openings(
        other_room=rooms[0].id if rooms else None,
        lawyer_window=windows[0].id if windows else None,
        callback_at=somebody_is_there(asked, roster, now),
    )


def somebody_is_there(organisation: Organisation, roster: Roster, now: datetime) -> datetime | None:
    """Return the next moment after now at which somebody of an organisation is on duty, by its roster or its hours.

    A stretch that runs now is passed over: its people are asked for and do not answer.
    """
    slot = roster.next_duty({organisation.id}, now)
    if slot is not None and slot.starts <= now:
        slot = roster.next_duty({organisation.id}, slot.ends)
    if roster.shifts:
        return None if slot is None else slot.starts
    return _opens_after(organisation.hours, now)


def told(
    room: ReferenceDesk, conversation: Conversation, handoff: Handoff, step: LadderState, openings: Openings
) -> tuple[Reply, Mapping[str, Any]]:
    """Return what the citizen is told at a step, and the memory of his conversation with what was offered to him."""
    said = _words(room, handoff, step, openings)
    memory = {key: value for key, value in conversation.memory.items() if key not in {OFFER, "offered"}}
    if step.offered_organisation_id is not None and step.offered_kind is not None:
        memory[OFFER] = {"kind": step.offered_kind.value, "organisation": step.offered_organisation_id}
    elif step.rung is Rung.CALLBACK and openings.callback_at is not None:
        memory[OFFER] = {"kind": HandoffKind.CALLBACK.value, "due_at": openings.callback_at.isoformat()}
    if said.choices:
        memory["offered"] = list(said.choices)
    return said, memory


def _words(room: ReferenceDesk, handoff: Handoff, step: LadderState, openings: Openings) -> Reply:
    organisation = room.organisation(handoff.organisation_id)
    asked, address = (
        (handoff.organisation_id, "") if organisation is None else (organisation.name, organisation.address)
    )
    if step.rung is Rung.ALARM:
        return notices.alarm_again(step.times)
    if step.offered_organisation_id is not None:
        other = room.organisation(step.offered_organisation_id)
        return notices.offer(step.rung, asked, step.offered_organisation_id if other is None else other.name)
    when = "" if openings.callback_at is None else moment_in_words(openings.callback_at)
    if step.rung is Rung.CALLBACK:
        return notices.offer_callback(asked, when)
    return notices.other_help(asked, when, address, step.times)


def _opens_after(hours: OpeningHours, now: datetime) -> datetime | None:
    opening = hours.next_opening(now)
    if opening is None or opening > now:
        return opening
    closes = next(period.closes for period in hours.on(now.date()) if period.opens <= now.time() < period.closes)
    return hours.next_opening(now.replace(hour=closes.hour, minute=closes.minute, second=closes.second, microsecond=0))
