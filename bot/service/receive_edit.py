"""A citizen changed something he had said: kept beside the original, marked as an edit."""

from bot.domain.messages import CitizenMessage
from bot.service.front_desk import FrontDesk
from bot.service.receive_message import ReceivedTurn, receive_message


async def receive_edit(desk: FrontDesk, message: CitizenMessage, edits: str) -> ReceivedTurn:
    """Take the new wording as a message of its own kind; the first wording stays.

    Whoever holds the talk sees both; where that is the assistant it hears the new wording as a correction. An edit of a
    message that never arrived is an ordinary message.

    Args:
        desk: The front desk.
        message: The new wording, with an external id of its own.
        edits: External id of the message that was changed.

    Raises:
        MessageTooLong: More than the longest text.
        StaleConversation: Other writers were first, five times in a row.
        Unavailable: The database does not answer.
    """
    async with desk.unit_of_work(reading=True) as uow:
        original = await uow.messages.received(message.sender.channel, message.sender.account, edits)
    return await receive_message(desk, message, kind="message" if original is None else "edit")
