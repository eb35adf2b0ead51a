"""Understanding and rules in a thread; a fault of ours in either must not leave a citizen without an answer."""

import asyncio
import logging
from dataclasses import replace

from bot.dialogue.decision import Decision, Situation
from bot.dialogue.wording import reply, say
from bot.domain.conversation import Conversation, Holder
from bot.domain.handoff import HandoffKind, HandoffRequest
from bot.errors import AssistantError
from bot.service.faults import log_fault
from bot.service.front_desk import FrontDesk
from nlp.findings import Understanding

_LOG = logging.getLogger(__name__)
FAULT_RULE = "fault"


async def understand(desk: FrontDesk, text: str, awaiting: str | None) -> Understanding | None:
    """Understand a text as the answer to what was just asked; None after a fault of ours, which is logged."""
    try:
        return await asyncio.to_thread(desk.room.understand, text, desk.today(), awaiting)
    except AssistantError:
        raise
    except Exception as fault:  # noqa: BLE001 - whatever it was, somebody waits for an answer
        log_fault(_LOG, "understanding", fault)
        return None


async def decide(
    desk: FrontDesk, heard: Understanding | None, conversation: Conversation, situation: Situation
) -> Decision:
    """Let the rules decide; after a fault of ours say so, and hand the matter to people.

    In a thread: an outcome with its similar cases takes tens of milliseconds, and open streams must not stand still.
    """
    if heard is not None:
        try:
            return await asyncio.to_thread(desk.decide, heard, conversation, desk.room, situation)
        except AssistantError:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it was, somebody waits for an answer
            log_fault(_LOG, "the rules", fault)
    return _apology(desk, conversation)


def _apology(desk: FrontDesk, conversation: Conversation) -> Decision:
    counted = replace(conversation, turns=conversation.turns + 1)
    if conversation.holder is not Holder.ASSISTANT:  # a person has the talk or will have it, and sees the message
        return Decision(FAULT_RULE, (), counted)
    office = desk.room.organisation_for("district", None, conversation.risk)
    subject = conversation.subject
    brief = {"headline": say("fault_headline"), "category": subject.category, "subtype": subject.subtype}
    request = HandoffRequest(HandoffKind.COMPLAINT, office.id, conversation.risk, brief, note=say("fault_headline"))
    return Decision(FAULT_RULE, (reply("fault"),), counted, handoff=request)
