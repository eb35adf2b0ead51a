"""Notices of the house, in the words of the wording file: somebody came, the talk moved, the talk ended."""

from datetime import datetime

from bot.dialogue.wording import name_of, reply, say
from bot.domain.handoff import CloseOutcome
from bot.domain.ladder import Rung
from bot.domain.messages import Author, Reply, StoredMessage
from bot.domain.staff import StaffMember
from bot.service.conversation_ports import Notice, OpenTalk
from bot.service.ports import UnitOfWork


async def tell(
    uow: UnitOfWork, talk: OpenTalk, said: Reply, at: datetime, rule: str, *, answers: int | None = None
) -> StoredMessage:
    """Save a notice of the house; it enters the outbox."""
    return await uow.messages.add(talk, Notice(reply=said, author=Author.SYSTEM, rule=rule, answers=answers), at)


def claimed(staff: StaffMember) -> Reply:
    """Say who came, with his real role."""
    return reply("notice_claimed", role=name_of("role", staff.role.value), name=staff.name)


def transferred(organisation_name: str) -> Reply:
    """Say where the talk went."""
    return reply("notice_transferred", organisation=organisation_name)


def staff_gone() -> Reply:
    """Say that the person had to leave and another will come."""
    return reply("notice_staff_gone")


def recused() -> Reply:
    """Say that the person must not handle this matter and another will come."""
    return reply("notice_recused")


def offer(rung: Rung, asked: str, other: str) -> Reply:
    """Say that nobody could come so far, and ask whether he agrees to go to where somebody is."""
    key = "ladder_lawyer_window" if rung is Rung.LAWYER_WINDOW else "ladder_other_room"
    return reply(key, asked=asked, other=other)


def offer_callback(asked: str, when: str) -> Reply:
    """Say that nobody could come so far, and offer a call on a day that is named."""
    return reply("ladder_callback", asked=asked, when=when)


def other_help(asked: str, when: str, address: str, times: int) -> Reply:
    """Say whom he can telephone, when the room is open, and that he keeps his place."""
    opening = say("ladder_opening", when=when) if when else say("opening_unknown")
    return reply("ladder_other_help", times, asked=asked, opening=opening, address=address)


def alarm_again(times: int) -> Reply:
    """Say to somebody in danger that nobody came yet, that all are being called, and whom to call himself now."""
    return reply("ladder_alarm", times, kind="help")


def returned() -> Reply:
    """Say that the assistant speaks again."""
    return reply("notice_returned")


def closed(outcome: CloseOutcome) -> Reply:
    """Say goodbye, with the result where there is one."""
    goodbye = say("notice_closed")
    if outcome is CloseOutcome.CITIZEN_LEFT:
        return Reply(goodbye)
    result = say("notice_outcome", outcome=name_of("close_outcome", outcome.value))
    return Reply(f"{result}\n{goodbye}")


def erased() -> Reply:
    """Say that the data are gone."""
    return reply("notice_erased")


def position(place: int, minutes: int | None) -> Reply:
    """Say the place in the queue, with an estimate where there is an honest one."""
    if minutes is None:
        return reply("notice_position", position=place)
    return reply("notice_position_estimate", position=place, minutes=minutes)
