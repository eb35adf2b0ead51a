"""A citizen asks for cases like his, or how others settled it: those of the open matter, else he tells it first."""

import re

from bot.dialogue.concluding import concluded
from bot.dialogue.decision import Decision
from bot.dialogue.follow_up import prompt
from bot.dialogue.outcome_page import outcome_page
from bot.dialogue.outcome_text import cases_message
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.conversation import Stage
from nlp.taxonomy import NOT_LEGAL

LONGEST_QUESTION = 24
"""Characters: in a longer message it is said beside a story, and the outcome of the story shows cases anyway."""
_STAGES = frozenset(
    {Stage.DESCRIBING, Stage.CONFIRMING_CATEGORY, Stage.COLLECTING_FACTS, Stage.OUTCOME_GIVEN, Stage.CLOSED}
)


def rule(turn: Turn) -> Decision | None:
    """Answer a short message that asks for them."""
    if turn.conversation.stage not in _STAGES or len(turn.text) > LONGEST_QUESTION:
        return None
    patterns = wording().patterns
    if not re.search(patterns["asks_for_cases"], turn.text) or re.search(patterns["asks_for_no_cases"], turn.text):
        return None
    if turn.subject.category in {None, NOT_LEGAL}:
        return turn.answer("asked_cases.story_first", turn.reply("cases_need_story"), misses=0)
    given = turn if turn.subject.outcome is not None else concluded(turn)[0]
    page = outcome_page(given.conversation, turn.desk, turn.situation)
    said = None if page is None else cases_message(turn, page)
    if said is None:
        said = turn.reply("no_such_cases")
    replies = (said,) if turn.subject.outcome is None else (said, prompt(turn))
    return turn.answer("asked_cases.told", *replies, misses=0)
