"""He asks for help to hide his goods from creditors or to make false evidence: refused, with a way that is open."""

import re

from bot.dialogue.decision import Decision
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording


def rule(turn: Turn) -> Decision | None:
    """Refuse, say why, and offer to talk about the debt; None where nothing of the kind is asked."""
    if re.search(wording().patterns["unlawful_wish"], turn.text) is None:
        return None
    return turn.answer("unlawful_wish", turn.reply("unlawful_wish"), misses=0)
