"""Telling the parties of a step, each in the talk in which they can be reached."""

from collections.abc import Iterable

from bot.dialogue.wording import say
from bot.domain.dispute_file import DisputeFile, Party
from bot.domain.docket_steps import Step
from bot.domain.messages import Reply
from bot.errors import NotFound
from bot.service import notices
from bot.service.conversation_ports import ERASED_CHANNEL, OpenTalk
from bot.service.front_desk import FrontDesk
from bot.service.ports import UnitOfWork
from bot.service.topics import wake_talk


async def tell_parties(desk: FrontDesk, uow: UnitOfWork, file: DisputeFile, step: Step) -> int:
    """Tell those the step names what its last event says; return how many were reached."""
    words = file.events[-1].words
    if not words or not step.tells:
        return 0
    said = Reply(say("file_news", number=file.dispute.number, words=words), cites=step.cites)
    told = [party for party in file.parties if party.role.value in step.tells]
    return await tell_in_their_talks(desk, uow, told, said, f"docket.{step.id}")


async def tell_in_their_talks(
    desk: FrontDesk, uow: UnitOfWork, parties: Iterable[Party], said: Reply, rule: str
) -> int:
    """Say something to parties in their latest talk, open or not; each talk hears it once."""
    heard = set()
    for party in parties:
        talk = None if party.conversation_id is None else await reachable_talk(uow, party.conversation_id)
        if talk is None or talk.conversation.id in heard:
            continue
        heard.add(talk.conversation.id)
        await notices.tell(uow, talk, said, desk.now(), rule)
        wake_talk(uow, talk)
    return len(heard)


async def reachable_talk(uow: UnitOfWork, conversation_id: str) -> OpenTalk | None:
    """Lock and return the talk in which somebody is reached: his open one, else the one given; None once erased."""
    try:
        talk = await uow.conversations.show(conversation_id)
    except NotFound:
        return None
    if talk.address.channel == ERASED_CHANNEL:
        return None
    return await uow.conversations.lock_open(talk.address) or await uow.conversations.lock(conversation_id)
