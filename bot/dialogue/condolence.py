"""Somebody has died: one word of condolence, before anything else and once in a talk."""

import re

from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.messages import Reply


def condole(turn: Turn) -> tuple[Turn, tuple[Reply, ...]]:
    """Give the word of condolence where the message tells of a death in his own matter."""
    if turn.memory.get("condoled") or not turn.heard.own_dispute or not tells_of_death(turn.text):
        return turn, ()
    return turn.remembering(condoled=True), (turn.reply("condolence"),)


def tells_of_death(text: str) -> bool:
    """Whether a person has died according to a text; a threat, a fear or a dead animal is no death."""
    patterns = wording().patterns
    return any(re.search(patterns["death"], part) for part in re.split(patterns["no_death"], text))
