"""How is my case: the citizen's own registered disputes, or the one whose number and code he sends."""

from bot.dialogue.decision import Decision
from bot.dialogue.fact_words import date_in_words
from bot.dialogue.turn import Turn
from bot.dialogue.wording import name_of
from bot.domain.dispute import Dispute


def rule(turn: Turn) -> Decision:
    """Say where each dispute stands, or how to look one up."""
    if turn.situation.asked_dispute is not None:
        return _told(turn, (turn.situation.asked_dispute,))
    if turn.situation.disputes:
        return _told(turn, turn.situation.disputes)
    key = "case_not_found" if turn.conversation.awaiting == "case_number" else "no_cases"
    return turn.answer(f"own_cases.{key}", turn.reply(key), misses=0)


def _told(turn: Turn, disputes: tuple[Dispute, ...]) -> Decision:
    lines = [turn.say("my_cases")]
    for dispute in disputes:
        lines.extend(_lines(turn, dispute))
    return turn.answer("own_cases.told", turn.reply("plain", text="\n".join(lines)), misses=0)


def _lines(turn: Turn, dispute: Dispute) -> list[str]:
    organisation = turn.desk.organisation(dispute.application.organisation_id)
    lines = [
        turn.say(
            "case_line_own",
            number=dispute.number,
            state=name_of("state", dispute.state.value),
            registered_on=date_in_words(dispute.registered_at.date()),
            organisation="" if organisation is None else organisation.name,
        )
    ]
    if dispute.history:
        when, what = dispute.history[-1]
        lines.append(turn.say("case_history", when=date_in_words(when.date()), what=what))
    return lines
