"""After a word beside the matter (who are you, an emoji, an article) the open question is put again."""

from dataclasses import replace

from bot.dialogue import collecting_facts
from bot.dialogue.application_form import STEPS
from bot.dialogue.decision import Decision
from bot.dialogue.turn import Turn
from bot.domain.conversation import Holder, Stage
from bot.domain.messages import Reply

_BESIDE = (
    *("small_talk.who_are_you", "small_talk.thanks", "small_talk.greeting", "small_talk.help", "asked_articles."),
    "asked_cases.",
    *("unusable_text.", "file_received", "erasure.dropped", "own_cases.", "standing.go_on", "unlawful_wish"),
)
"""Rules that answer something and leave our question open."""


def reminded(turn: Turn, decision: Decision) -> Decision:
    """Give the decision with the open question put again, where one is open and was not answered."""
    state = decision.conversation
    if state.holder is not Holder.ASSISTANT or not decision.rule.startswith(_BESIDE) or state.awaiting is None:
        return decision
    said = _open_question(replace(turn, conversation=state))
    return decision if said is None else replace(decision, replies=(*decision.replies, said))


def _open_question(turn: Turn) -> Reply | None:
    awaited = turn.conversation.awaiting or ""
    match turn.conversation.stage:
        case Stage.COLLECTING_FACTS:
            question = turn.desk.question(awaited, turn.subject.category or "")
            return None if question is None else collecting_facts.still_open(turn, question)
        case Stage.APPLYING if awaited in STEPS:
            return turn.reply(f"ask_{awaited}", kind="question")
        case Stage.APPLYING if awaited == "consent":
            return turn.reply("consent_unclear", kind="question")
        case _:
            return None
