"""Words for what the service does: registered, waiting, taken, handed on, given back, closed."""

from bot.dialogue.wording import name_of, reply
from bot.domain.dispute import Dispute
from bot.domain.handoff import CloseOutcome
from bot.domain.messages import Reply
from bot.domain.staff import Role


def announce_registration(dispute: Dispute, organisation_name: str = "") -> Reply:
    """Tell number and code of a dispute that was just registered."""
    said = reply("registered", number=dispute.number, code=dispute.code, organisation=organisation_name)
    more = reply("registered_next")
    return Reply(f"{said.text}\n{more.text}", (*said.choices, *more.choices), (*said.cites, *more.cites))


def announce_position(position: int, estimate_minutes: int | None = None) -> Reply:
    """Tell the place in the queue, with an estimate where there is one."""
    if estimate_minutes is None:
        return reply("notice_position", position=position)
    return reply("notice_position_estimate", position=position, minutes=estimate_minutes)


def announce_claimed(staff_name: str, role: Role) -> Reply:
    """Tell who has come, by real status."""
    return reply("notice_claimed", name=staff_name, role=name_of("role", role.value))


def announce_transferred(organisation_name: str) -> Reply:
    """Tell that the talk was handed to another organisation."""
    return reply("notice_transferred", organisation=organisation_name)


def announce_staff_gone() -> Reply:
    """Tell that somebody else will take over."""
    return reply("notice_staff_gone")


def announce_returned() -> Reply:
    """Tell that the assistant speaks again."""
    return reply("notice_returned")


def announce_closed(outcome: CloseOutcome) -> Reply:
    """Tell that the talk is over, and how it ended."""
    said = reply("notice_outcome", outcome=name_of("close_outcome", outcome.value))
    return Reply(f"{said.text}\n{reply('notice_closed').text}")


def announce_long_wait() -> Reply:
    """Tell somebody who has waited long what else he can do."""
    return reply("notice_nobody_long")


def announce_erased() -> Reply:
    """Tell that everything was erased."""
    return reply("notice_erased")
