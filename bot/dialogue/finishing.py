"""The last look at a decision: the notice with the first reply, no repetition, no dead citation, what was told."""

from dataclasses import replace
from hashlib import blake2b

from bot.dialogue.decision import Decision
from bot.dialogue.recommend import refs_in_force
from bot.dialogue.turn import Turn
from bot.dialogue.wording import say
from bot.domain.messages import Reply

_MOST_TOLD, _LONGEST_TOLD = 20, 80


def finished(turn: Turn, decision: Decision) -> Decision:
    """Give the decision as it is saved and said."""
    replies = tuple(_without_dead_citations(turn, reply) for reply in decision.replies)
    replies = _not_again(turn, replies)
    conversation = decision.conversation
    if decision.erase:
        return replace(decision, replies=replies)
    if replies and not conversation.notice_given:
        replies = _with_notice(turn, replies)
        conversation = replace(conversation, notice_given=True)
    if replies:
        offered = list(replies[-1].choices)
        conversation = replace(
            conversation,
            last_said=tuple(_mark(reply.text) for reply in replies),
            told=(*conversation.told, *_told(replies))[-_MOST_TOLD:],
            memory={**conversation.memory, "offered": offered},
        )
    return replace(decision, replies=replies, conversation=conversation)


def _with_notice(turn: Turn, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Say what this is and what happens to the words; in danger, help comes first and the notice is short."""
    office = turn.desk.office
    if replies[0].kind == "help":
        return (*replies[:-1], turn.reply("notice_short", office=office, kind="notice"), replies[-1])
    return (turn.reply("notice", office=office, kind="notice"), *replies)


def _without_dead_citations(turn: Turn, reply: Reply) -> Reply:
    """Leave a citation unsaid that is not in force today."""
    alive = refs_in_force(reply.cites, turn.desk, turn.today)
    return reply if alive == reply.cites else replace(reply, cites=alive)


def _not_again(turn: Turn, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Word it differently where the very same was said the turn before."""
    before = set(turn.conversation.last_said)
    number = turn.conversation.turns
    return tuple(
        replace(r, text=say("as_said_before", number, text=r.text)) if _mark(r.text) in before else r for r in replies
    )


def _mark(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _told(replies: tuple[Reply, ...]) -> tuple[str, ...]:
    said = [reply for reply in replies if reply.kind != "notice"]
    return tuple(reply.text.splitlines()[0][:_LONGEST_TOLD] for reply in said if reply.text)
