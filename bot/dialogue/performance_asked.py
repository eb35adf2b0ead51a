"""After an agreement the house asks whether it was performed; here the answer is understood."""

import re

from bot.dialogue.decision import Decision, PerformanceAnswer
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import Stage

ASKED = "asked_performance"
"""Entry of the memory: {"dispute", "position", "turn"}; set by the service with the question."""
BUTTONS = ("performed", "performed_part", "performed_none", "performed_later")
_ANSWERS = {"performed": "full", "performed_part": "part", "performed_none": "none", "performed_later": "later"}
_REPLIES = {
    "full": "performance_full",
    "part": "performance_part",
    "none": "performance_none",
    "later": "performance_later",
}
_LONGEST_ANSWER = 60
"""Characters: a longer message tells another story."""
_HELD_FOR = 3
"""Messages for which free words are read as an answer; the buttons answer as long as they can be pressed."""


def rule(turn: Turn) -> Decision | None:
    """Take the answer to the question whether an instalment was performed; None where the message is none."""
    asked = turn.memory.get(ASKED)
    if not asked:
        return None
    pressed = turn.pressed(*BUTTONS)
    said = _ANSWERS[pressed] if pressed else _read(turn, int(asked["turn"]))
    if said is None:
        return None
    turn = turn.remembering(**{ASKED: None})
    answer = PerformanceAnswer(str(asked["dispute"]), int(asked["position"]), said, turn.text)
    replies = [turn.reply(_REPLIES[said])]
    if said in {"part", "none"}:
        replies.append(turn.reply("performance_roads"))
    stage = Stage.DESCRIBING if turn.conversation.stage is Stage.CLOSED else turn.conversation.stage
    decision = turn.answer(f"performance_asked.{said}", *replies, stage=stage, misses=0)
    return Decision(decision.rule, decision.replies, decision.conversation, performance=answer)


def _read(turn: Turn, asked_at: int) -> str | None:
    """What free words answer; doubt and questions answer nothing."""
    if turn.conversation.turns - asked_at > _HELD_FOR or len(turn.text) > _LONGEST_ANSWER:
        return None
    patterns = wording().patterns
    if re.search(patterns["performance_question"], turn.text):
        return None
    for said in ("later", "part", "none", "full"):
        if re.search(patterns[_REPLIES[said]], turn.text):
            return said
    return None
