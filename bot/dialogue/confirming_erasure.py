"""Delete my data: one question back, then everything goes; registered files stay, and that is said."""

from dataclasses import replace

from bot.dialogue.decision import Decision
from bot.dialogue.turn import Turn
from bot.domain.conversation import Conversation, Holder, Stage
from nlp.findings import Intent

BUTTONS = ("erase_yes", "erase_no")


def ask(turn: Turn) -> Decision:
    """Ask once whether it is meant."""
    before = {"stage": turn.conversation.stage.value, "awaiting": turn.conversation.awaiting}
    replies = [turn.reply("confirm_erasure", kind="question")]
    if turn.situation.disputes:
        replies.insert(0, turn.reply("erasure_keeps_files"))
    asked = turn.remembering(before_erasure=before)
    return asked.answer("erasure.confirm", *replies, stage=Stage.CONFIRMING_ERASURE, awaiting=None, misses=0)


def rule(turn: Turn) -> Decision:
    """Erase on a clear yes only."""
    if turn.pressed("erase_yes") or (turn.wants(Intent.YES, Intent.DELETE_DATA) and not turn.wants(Intent.NO)):
        return erase(turn)
    before = turn.memory.get("before_erasure") or {}
    unsure = turn.conversation.misses > 0  # something else was said twice: he goes on, and nothing is erased
    if turn.pressed("erase_no") or turn.wants(Intent.NO, Intent.STOP) or unsure:
        back = turn.remembering(before_erasure=None)
        stage = Stage(before.get("stage", Stage.DESCRIBING))
        return back.answer(
            "erasure.dropped", turn.reply("erasure_dropped"), stage=stage, awaiting=before.get("awaiting"), misses=0
        )
    return turn.answer("erasure.unclear", turn.reply("erasure_unclear"), misses=1)


def pressed_again(turn: Turn) -> Decision:
    """The old button once more: nothing is left to erase, or a new talk has begun, for which he is asked anew."""
    if any(subject.story or subject.facts for subject in turn.conversation.subjects):
        return ask(turn) if turn.pressed("erase_yes") else turn.answer("erasure.dropped", turn.reply("erasure_dropped"))
    said = turn.reply("erased_already" if turn.pressed("erase_yes") else "greeting")
    return turn.answer("erasure.nothing_left", said, misses=0)


def erase(turn: Turn) -> Decision:
    """Give the decision that erases: nothing of the talk is left in the state."""
    empty = Conversation(
        id=turn.conversation.id,
        holder=Holder.NOBODY,
        stage=Stage.CLOSED,
        notice_given=True,
        turns=turn.conversation.turns,
        version=turn.conversation.version,
    )
    decision = turn.answer("erasure.done", turn.reply("erased"))
    return replace(decision, conversation=empty, erase=True, withdraw=True)
