"""What the assistant concluded, as a page to print or take along."""

from bot.dialogue.decision import Situation
from bot.dialogue.outcome_page import OutcomePage, outcome_page
from bot.domain.messages import CitizenAddress
from bot.service.front_desk import FrontDesk


async def read_outcome(desk: FrontDesk, address: CitizenAddress) -> OutcomePage | None:
    """Return the page of the current subject of the citizen's talk (the open one, else the last); None without outcome.

    Raises:
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        talks = await uow.conversations.of_address(address)
    for talk in sorted(talks, key=lambda known: known.open, reverse=True):
        page = outcome_page(talk.conversation, desk.room, Situation(now=desk.now()))
        if page is not None:
            return page
    return None
