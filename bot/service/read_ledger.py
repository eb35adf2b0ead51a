"""The ledger of a talk: every message with how far it got, for staff; and a citizen's own, for himself."""

from collections.abc import Mapping, Sequence

from bot.domain.ledger import Attempts, LedgerEntry, LedgerState, state_of
from bot.domain.messages import Author, CitizenAddress, StoredMessage
from bot.domain.staff import Action, StaffMember
from bot.service.front_desk import FrontDesk
from bot.service.staff_rights import require, require_sight_of_handoff

_FROM_HIM = frozenset({Author.CITIZEN})
_BY_SOMEBODY = frozenset({Author.STAFF, Author.ASSISTANT, Author.OTHER_PARTY})


async def read_ledger(desk: FrontDesk, staff: StaffMember, handoff_id: str) -> tuple[LedgerEntry, ...]:
    """Return the ledger of a talk; the look is recorded.

    Raises:
        NotFound: It is not the person's to know.
        NotAllowed: The role sees no talks.
    """
    async with desk.unit_of_work() as uow:
        handoff = await uow.handoffs.show(handoff_id)
        require_sight_of_handoff(staff, handoff)
        require(staff, Action.SEE_QUEUE)
        conversation_id = handoff.conversation_id
        await uow.oversight.note_look(staff.id, "ledger", handoff_id, desk.now())
        messages = await uow.messages.of_conversation(conversation_id, private=True)
        attempts = await uow.outbox.attempts(conversation_id)
        return tuple(entries(messages, attempts, await uow.readings.read_up_to(conversation_id)))


async def read_own_ledger(desk: FrontDesk, address: CitizenAddress, latest: int = 200) -> tuple[LedgerEntry, ...]:
    """Return a citizen's own ledger: what he said, and what was said to him, in his newest talk.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        talks = await uow.conversations.of_address(address)
        if not talks:
            return ()
        conversation_id = next((known for known in talks if known.open), talks[-1]).conversation.id
        messages = (await uow.messages.of_conversation(conversation_id))[-latest:]
        attempts = await uow.outbox.attempts(conversation_id)
        return tuple(entries(messages, attempts, await uow.readings.read_up_to(conversation_id)))


def entries(messages: Sequence[StoredMessage], attempts: Mapping[int, Attempts], read_up_to: int) -> list[LedgerEntry]:
    """Give each message its state. A message is answered once the other side has said something in the same room."""
    last: dict[tuple[bool, bool], int] = {}
    for message in messages:
        if not message.private and message.author in _FROM_HIM | _BY_SOMEBODY:
            last[message.author in _FROM_HIM, message.kind == "joint"] = message.id
    found = []
    for message in messages:
        other_side = message.author not in _FROM_HIM
        answered = message.id < last.get((other_side, message.kind == "joint"), 0)
        if message.author is Author.SYSTEM:
            answered = False
        state = state_of(message, answered=answered, read_up_to=read_up_to)
        tried = attempts.get(message.id)
        if tried is None or state is LedgerState.NOTE:
            found.append(LedgerEntry(message, state))
        else:
            found.append(LedgerEntry(message, state, tried.changed_at, tried.count, tried.next_at, tried.detail))
    return found
