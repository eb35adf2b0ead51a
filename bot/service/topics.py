"""Whom to wake after which change."""

from bot.domain.handoff import Handoff, HandoffKind
from bot.service.conversation_ports import OpenTalk
from bot.service.ports import UnitOfWork
from nlp.findings import Risk

OUTBOX = "outbox"
EMERGENCY = "emergency"
CASES = "cases"
"""An entry of the case library has changed."""


def wake_talk(uow: UnitOfWork, talk: OpenTalk) -> None:
    """Wake the citizen's screens, whoever reads the talk, and the couriers."""
    uow.announce(f"talk:{talk.conversation.id}", f"visitor:{talk.address.account}", OUTBOX)


async def wake_queue(uow: UnitOfWork, organisation_id: str, *handoffs: Handoff) -> None:
    """Wake an organisation's queue and everybody who waits in it, since places have changed."""
    uow.announce(f"queue:{organisation_id}")
    for waiting in await uow.handoffs.waiting(organisation_id):
        if waiting.live:
            uow.announce(f"talk:{waiting.conversation_id}")
    for handoff in handoffs:
        uow.announce(f"queue:{handoff.organisation_id}")
        if handoff.kind is HandoffKind.EMERGENCY or handoff.risk is Risk.RED:
            uow.announce(EMERGENCY)
        if handoff.claimed_by is not None:
            uow.announce(f"staff:{handoff.claimed_by}")
        if handoff.wanted_staff_id is not None:
            uow.announce(f"staff:{handoff.wanted_staff_id}")
