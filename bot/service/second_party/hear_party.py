"""A party of a mediation said something: what follows beyond his own talk."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.attachments import Attachment
from bot.domain.conversation import Conversation
from bot.domain.mediation import JOINT, Mediation, MediationEvent, MediationState, Side
from bot.domain.messages import StoredMessage
from bot.service.conversation_ports import OpenTalk
from bot.service.ports import UnitOfWork
from bot.service.second_party.ask_applicant import answer_in, answered
from bot.service.second_party.joint_room import hear_in_joint_room, suspend_joint_room
from nlp.findings import Risk, Understanding


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said: the saved message, its files, and what was understood of it."""

    message: StoredMessage
    attachments: tuple[Attachment, ...]
    understanding: Understanding | None


async def hear_party(uow: UnitOfWork, mediation: Mediation, talk: OpenTalk, spoken: Spoken, now: datetime) -> None:
    """Keep an answer to the question of consent, carry joint words over, stop the joint room where danger shows.

    Raises:
        Conflict: It was said in the joint room, and no mediator is there.
    """
    side = mediation.side_of(talk.conversation.id)
    if spoken.message.kind == JOINT:
        await hear_in_joint_room(uow, mediation, talk, spoken.message, attachments=spoken.attachments, now=now)
    elif mediation.state is MediationState.ASKING and side is Side.APPLICANT:
        move = answer_in(spoken.message.text)
        if move is not None:
            await answered(uow, mediation, MediationEvent(now, move, side.value, note=spoken.message.text.strip()))
    heard = spoken.understanding
    if heard is not None and heard.risk.grade is Risk.RED:
        await suspend_joint_room(uow, mediation, side.value, now)


def sealed(before: Conversation, after: Conversation) -> Conversation:
    """Keep what is said to a mediator out of the facts: they go into briefs, files, searches and the case library.

    Only danger passes, and how the talk itself stands.
    """
    return replace(after, subjects=before.subjects, current=before.current)
