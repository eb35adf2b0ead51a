"""Messages and articles as the API shows them; the same for citizens, staff and the plain page."""

from collections.abc import Sequence
from datetime import UTC, date
from typing import Any

from bot.dialogue.reference_desk import ReferenceDesk
from bot.domain.mediation import JOINT
from bot.domain.messages import Author, StoredMessage
from bot.web.files import attachment_json
from knowledge.identifiers import ArticleRef


def message_json(message: StoredMessage, room: ReferenceDesk, today: date) -> dict[str, Any]:
    """One message. `client_id` is the id its sender gave it; `articles` carry the text for quoting."""
    content: dict[str, Any] = {
        "id": message.id,
        "from": message.author.value,
        "name": message.author_name,
        "text": message.text,
        "kind": message.kind,
        "room": "joint" if message.kind == JOINT else "private",
        "choices": list(message.choices),
        "articles": articles_json(message.cites, room, today),
        "at": message.at.astimezone(UTC).isoformat(),  # one form, whether just written or read again
        "delivery": message.delivery.value,
        "attachments": [attachment_json(file) for file in message.attachments],
    }
    if message.author in {Author.CITIZEN, Author.STAFF}:
        content["client_id"] = message.external_id
    if message.private:
        content["private"] = True
    return content


def messages_json(messages: Sequence[StoredMessage], room: ReferenceDesk, today: date) -> list[dict[str, Any]]:
    """Several messages, in their order."""
    return [message_json(message, room, today) for message in messages]


def articles_json(refs: Sequence[ArticleRef], room: ReferenceDesk, today: date) -> list[dict[str, Any]]:
    """Cited articles with their state and text on a day; an article we hold no text of has an empty one."""
    found = []
    for ref in refs:
        article = room.article(ref, today)
        found.append(
            {
                "law": ref.law,
                "label": ref.label,
                "number": article.number if article else None,
                "state": room.state(ref, today).value,
                "text": article.text if article else "",
            }
        )
    return found
