"""Writing the outcome of the current dispute into the conversation."""

from dataclasses import replace

from bot.dialogue.recommend import recommend, with_urgency
from bot.dialogue.turn import Turn
from bot.domain.conversation import TriageOutcome


def concluded(turn: Turn) -> tuple[Turn, TriageOutcome]:
    """Give the turn with the outcome of the current dispute written into it."""
    turn = with_urgency(turn)
    outcome = recommend(turn)
    return turn.with_subject(replace(turn.subject, outcome=outcome)), outcome
