"""A child under fourteen speaks: is a grown-up there, or shall a human help?"""

import re

from bot.dialogue.decision import Decision
from bot.dialogue.handing_over import to_room
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import Holder, Stage
from nlp.findings import Intent

BUTTONS = ("guardian_here", "guardian_human", "guardian_not")


def ask(turn: Turn) -> Decision:
    """Ask for a grown-up; what the child told is not taken up until one agrees."""
    said = turn.reply("under_fourteen", kind="help")
    return turn.answer("safety.child_alone", said, stage=Stage.CONFIRMING_GUARDIAN, awaiting=None)


def rule(turn: Turn) -> Decision:
    """Take the answer; anything unclear is asked again, kindly."""
    if turn.pressed("guardian_here") or turn.wants(Intent.YES) or _says(turn, "guardian_there"):
        present = turn.remembering(guardian_present=True)
        return present.answer("guardian.present", turn.reply("guardian_welcome"), stage=Stage.DESCRIBING, misses=0)
    if turn.pressed("guardian_human", "human") or turn.wants(Intent.WANTS_HUMAN, Intent.HELP):
        return to_room(turn, "guardian.human")
    if turn.pressed("guardian_not", "end") or turn.wants(Intent.STOP):
        said = turn.reply("guardian_goodbye", kind="help")
        return turn.answer("guardian.goodbye", said, stage=Stage.CLOSED, holder=Holder.NOBODY)
    misses = turn.conversation.misses + 1
    if misses > 1 or turn.wants(Intent.NO) or _says(turn, "guardian_away"):
        return to_room(turn, "guardian.unclear")
    return turn.answer("guardian.again", turn.reply("guardian_again"), misses=misses)


def _says(turn: Turn, pattern: str) -> bool:
    return re.search(wording().patterns[pattern], turn.text) is not None
