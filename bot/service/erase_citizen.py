"""Deleting what a citizen told us, on his wish; a registered file stays, because archives must be kept."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.conversation import Holder, Stage
from bot.domain.handoff import OPEN_STATUSES, HandoffEvent, HandoffMove, HandoffStatus
from bot.domain.messages import CitizenAddress
from bot.errors import StaleConversation
from bot.service import notices
from bot.service.conversation_ports import OpenTalk
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.topics import wake_queue, wake_talk
from bot.service.trying_again import trying_again


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was deleted, and the numbers of the files that were kept (people's mediation must archive them)."""

    conversations: int
    messages: int
    kept: tuple[str, ...]


async def erase_citizen(desk: FrontDesk, address: CitizenAddress) -> Erasure:
    """Delete all texts and facts of an address, withdraw what is open, and say so in a fresh, closed talk.

    Ids and times stay as tombstones, so that a repeated message is still known and counts remain right.

    Raises:
        StaleConversation: Other writers were first, five times in a row.
    """

    async def attempt() -> Erasure:
        async with desk.unit_of_work() as uow:
            now = desk.now()
            kept = tuple(dispute.number for dispute in await uow.disputes.of_address(address))
            talks = await uow.conversations.of_address(address)
            messages = 0
            for talk in talks:
                messages += len(await uow.messages.of_conversation(talk.conversation.id, private=True))
            if talks:
                after = await erase_talks(uow, address, now)
                await notices.tell(uow, after, notices.erased(), now, "erased")
                wake_talk(uow, after)
            return Erasure(len(talks), messages, kept)

    async with desk.turn_order.turn(address):
        return await trying_again(attempt, desk.settings.tries_on_conflict)


async def erase_talks(uow: UnitOfWork, address: CitizenAddress, now: datetime) -> OpenTalk:
    """Empty all talks of an address within a transaction; return a fresh, closed one in which that can be said."""
    for known in await uow.conversations.of_address(address):
        await empty_talk(uow, known.conversation.id, now)
    fresh = await uow.conversations.start(address, now)
    closed = replace(fresh.conversation, holder=Holder.NOBODY, stage=Stage.CLOSED)
    return await uow.conversations.save(replace(fresh, conversation=closed, open=False), now)


async def empty_talk(uow: UnitOfWork, conversation_id: str, now: datetime) -> None:
    """Empty one talk within a transaction: texts, files, facts, notes, address; ids and times stay."""
    await uow.mediations.lock_of_conversation(conversation_id)
    await uow.conversations.lock(conversation_id)
    await _withdraw_all(uow, conversation_id, now)
    await uow.mediations.erase(conversation_id, now)
    await uow.consultations.erase(conversation_id)
    await uow.messages.erase(conversation_id)
    await uow.handoffs.erase(conversation_id)
    await uow.ladders.erase(conversation_id)
    await uow.oversight.erase(conversation_id)
    await uow.conversations.erase(conversation_id, now)
    uow.announce(f"talk:{conversation_id}")


async def _withdraw_all(uow: UnitOfWork, conversation_id: str, now: datetime) -> None:
    for handoff in await uow.handoffs.of_conversations([conversation_id]):
        if handoff.status not in OPEN_STATUSES:
            continue
        ended = await uow.handoffs.end(handoff, HandoffStatus.WITHDRAWN, now)
        if ended is None:
            raise StaleConversation("这个转接刚刚被另一个操作改过。")
        await uow.handoffs.note(handoff.id, HandoffEvent(now, HandoffMove.ERASED))
        await wake_queue(uow, handoff.organisation_id, ended)
