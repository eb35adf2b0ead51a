"""The web chat as a channel: its pages, its calls, its stream.

Messages to visitors need no courier: a visitor's page fetches them from the tables, through the stream or the answer to
his own message, and acknowledges what stood on the screen.
"""

from aiohttp import web

from bot.channels.dispute_status import add_dispute_status
from bot.channels.invitations import add_invitations
from bot.channels.web_chat_api import add_chat_api
from bot.channels.web_chat_events import chat_events
from bot.channels.web_chat_page import add_chat_pages


def add_web_chat(app: web.Application) -> None:
    """Put everything for citizens on the application."""
    add_chat_pages(app)
    add_chat_api(app)
    app.router.add_get("/api/v1/chat/events", chat_events)
    add_dispute_status(app)
    add_invitations(app)
