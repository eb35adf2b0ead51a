"""What a citizen says in the middle of our questions that is no answer: a question, why we ask, grief, enough of it."""

import re

from bot.dialogue import follow_up
from bot.dialogue.child_words import fitting_key, speaks_with_child
from bot.dialogue.several_disputes import waiting_subject
from bot.dialogue.turn import Turn
from bot.dialogue.wording import wording
from bot.domain.messages import Reply
from knowledge.questions import Question
from nlp.taxonomy import NOT_LEGAL, category_name


def aside(turn: Turn, question: Question) -> Reply | None:
    """Give what answers him before our question is put again, or None where there is nothing to answer."""
    if turn.pressed_any():
        return None
    if _says(turn, "lost"):
        return turn.reply("in_simple_words", buttons=("human",))
    if _says(turn, "why_asked"):
        if question.why is None:
            return turn.reply("why_we_ask")
        return turn.reply("why_this_is_asked", why=question.why.rstrip("。"))
    if (feeling := _feeling(turn)) is not None:
        return turn.reply(feeling, buttons=("human",))
    if (waiting := waiting_subject(turn)) is not None:
        others = category_name(turn.conversation.subjects[waiting].category or NOT_LEGAL)
        return turn.reply("that_matter_waits", others=others)
    if not follow_up.asks(turn):
        return None
    return follow_up.short_answer(turn) or turn.reply("after_the_questions")


def _feeling(turn: Turn) -> str | None:
    """Name the phrase that answers grief, fear or anger."""
    if _says(turn, "does_not_dare"):
        return "unsaid_child" if speaks_with_child(turn) else "comfort"
    if _says(turn, "upset"):
        return fitting_key(turn, "comfort")
    return "anger_heard" if _says(turn, "angry") else None


def has_had_enough(turn: Turn) -> bool:
    """Whether he wants no further question."""
    return _says(turn, "enough_questions")


def _says(turn: Turn, pattern: str) -> bool:
    return re.search(wording().patterns[pattern], turn.text) is not None
