"""How is my case: the citizen's own registered disputes, or the one whose number and code he sends.

Number and code often come in two messages; the first is held until the second is there.
"""

import re
import unicodedata

from bot.dialogue.decision import Decision
from bot.dialogue.fact_words import date_in_words
from bot.dialogue.turn import Turn
from bot.dialogue.wording import name_of, wording
from bot.domain.conversation import Conversation
from bot.domain.dispute import Dispute

_HELD = "case_pieces"
_NOTHING_ELSE = 40
"""Characters: a message up to this length with a number in it is about the number."""
_HELD_FOR = 2
"""Messages for which a number waits for its code."""


def rule(turn: Turn) -> Decision:
    """Say where each dispute stands, or how to look one up."""
    if turn.situation.asked_dispute is not None:
        return _told(turn, (turn.situation.asked_dispute,))
    if turn.situation.disputes:
        return _told(turn, turn.situation.disputes)
    if (decision := piece_rule(turn)) is not None:
        return decision
    return _holding(turn, "").answer("own_cases.no_cases", turn.reply("no_cases"), misses=0)


def piece_rule(turn: Turn) -> Decision | None:
    """Take a number or a code that comes alone, and ask for the other; None where the message is neither."""
    held = held_pieces(turn.conversation, turn.conversation.turns)
    if held is None and (len(turn.text) > _NOTHING_ELSE or turn.conversation.awaiting is not None):
        return None  # part of a story, or the answer to a question such as for the number of a complaint
    number, code = _search("case_number", turn.text), _search("case_code", turn.text)
    if number is None and (held is None or code is None):
        return None if held is None else _without_number(turn)
    joined = f"{held or ''} {turn.text}".strip()
    number = _search("case_number", joined)
    code = _search("case_code", joined if number is None else joined.replace(number, " "))
    if number is not None and (own := _own(turn, number)):
        return _told(turn, own)
    if number is not None and code is not None:
        return _holding(turn, "").answer("own_cases.case_not_found", turn.reply("case_not_found"), misses=0)
    wanted = "case_number_wanted" if number is None else "case_code_wanted"
    return _holding(turn, joined).answer(f"own_cases.{wanted}", turn.reply(wanted), misses=0)


def _without_number(turn: Turn) -> Decision | None:
    """He was asked for number and code and has none: people can look for the file."""
    if len(turn.text) > _NOTHING_ELSE or re.search(wording().patterns["has_no_number"], turn.text) is None:
        return None
    return turn.answer("own_cases.no_number", turn.reply("case_number_lost"), misses=0)


def held_pieces(conversation: Conversation, turns: int) -> str | None:
    """Give the number or code sent before (empty: only asked for), or None where neither is waited for.

    Args:
        conversation: State of the talk.
        turns: The citizen's messages so far, the present one counted.
    """
    held = conversation.memory.get(_HELD)
    return str(held["text"]) if held and turns - int(held["turn"]) <= _HELD_FOR else None


def _holding(turn: Turn, text: str) -> Turn:
    return turn.remembering(**{_HELD: {"text": text, "turn": turn.conversation.turns}})


def _own(turn: Turn, number: str) -> tuple[Dispute, ...]:
    """Give the citizen's own dispute of that number: for it he needs no code."""
    plain = unicodedata.normalize("NFKC", number)
    return tuple(dispute for dispute in turn.situation.disputes if dispute.number == plain)


def _search(pattern: str, text: str) -> str | None:
    found = re.search(wording().patterns[pattern], text)
    return None if found is None else found.group()


def _told(turn: Turn, disputes: tuple[Dispute, ...]) -> Decision:
    lines = [turn.say("my_cases")]
    for dispute in disputes:
        lines.extend(_lines(turn, dispute))
    said = turn.reply("plain", text="\n".join(lines))
    return turn.remembering(**{_HELD: None}).answer("own_cases.told", said, misses=0)


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
