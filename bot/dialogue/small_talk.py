"""What is said about the assistant itself: who are you, thanks, help, this is wrong, stop."""

from dataclasses import replace

from bot.dialogue.decision import Decision
from bot.dialogue.handing_over import request, room_for
from bot.dialogue.turn import Turn
from bot.domain.conversation import Holder, Stage
from bot.domain.handoff import HandoffKind
from bot.domain.messages import Reply
from nlp.findings import Risk


def who_are_you(turn: Turn) -> Decision:
    """Say honestly what this is."""
    return turn.answer("small_talk.who_are_you", _who(turn), misses=0)


def thanks(turn: Turn) -> Decision:
    """Take thanks."""
    return turn.answer("small_talk.thanks", turn.reply("thanks"), misses=0)


def greeting(turn: Turn) -> Decision:
    """Greet in the middle of a matter, which then goes on."""
    return turn.answer("small_talk.greeting", turn.reply("greeting_again"), misses=0)


def help_wanted(turn: Turn) -> Decision:
    """Say what can be done here."""
    return turn.answer("small_talk.help", turn.reply("help"), misses=0)


def complaint(turn: Turn) -> Decision:
    """The citizen says that we are wrong: people look at it; he goes on or talks to them.

    Said once more, another apology would be the circle he complains of: he may tell it anew, or take a person.
    """
    said = turn.reply("complaint_again" if turn.memory.get("complained") else "complaint_taken")
    decision = turn.remembering(complained=True).answer("small_talk.complaint", said)
    return replace(decision, handoff=request(turn, HandoffKind.COMPLAINT, room_for(turn), note=turn.text))


def stop(turn: Turn) -> Decision:
    """End the talk at once."""
    key = "goodbye_safe" if turn.conversation.risk in {Risk.RED, Risk.ORANGE} else "goodbye"
    return turn.answer("small_talk.stop", turn.reply(key), stage=Stage.CLOSED, holder=Holder.NOBODY, awaiting=None)


def _who(turn: Turn) -> Reply:
    return turn.reply("who_are_you", office=turn.desk.office)
