"""The page `/`: the chat as an app where scripts run, as a plain form where they do not; and the printable outcome."""

import uuid
from typing import Any

from aiohttp import web

from bot.channels.web_chat_api import RENEWED, hear
from bot.channels.web_chat_session import COOKIE, keep_visitor, known_visitor, visitor_or_new
from bot.channels.web_chat_words import holder_words, words
from bot.domain.ledger import LedgerEntry
from bot.domain.messages import Author
from bot.errors import AssistantError, BadInput
from bot.service.read_ledger import read_own_ledger
from bot.service.read_outcome import read_outcome
from bot.service.read_talk import read_talk
from bot.web.keys import DESK, ROOM
from bot.web.message_json import messages_json
from bot.web.pages import page

LAST_MESSAGES = 60
"""The plain page shows the end of a long talk; the app shows all of it."""


def add_chat_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/", show_chat)
    app.router.add_post("/chat/say", post_plain)
    app.router.add_get("/chat/outcome", show_outcome)
    app.router.add_get("/chat/ledger", show_ledger)
    app.router.add_get("/privacy", show_privacy)


async def show_chat(request: web.Request) -> web.Response:
    """GET /."""
    return await _chat_page(request)


async def _chat_page(request: web.Request, *, problem: str = "", draft: str = "", status: int = 200) -> web.Response:
    visitor = known_visitor(request)
    messages: list[dict[str, Any]] = []
    state, choices = "", []
    if visitor is not None:
        desk = request.config_dict[DESK]
        talk = await read_talk(desk, visitor.address, 0)
        messages = messages_json(talk.messages[-LAST_MESSAGES:], desk.room, desk.today())
        state = holder_words(talk)
        if messages and messages[-1]["from"] != Author.CITIZEN.value:
            choices = messages[-1]["choices"]
    session = "known" if visitor else "refused" if COOKIE in request.cookies else "none"
    return page(
        request,
        "chat.html",
        status=status,
        session=session,
        session_notice=RENEWED if session == "refused" else "",
        messages=messages,
        state=state,
        choices=choices,
        client_id=str(uuid.uuid4()),
        problem=problem,
        draft=draft,
    )


async def post_plain(request: web.Request) -> web.Response:
    """POST /chat/say: one message from the plain form; its id came with the page, so a second press changes nothing."""
    form = await request.post()
    text = str(form.get("press") or form.get("text") or "")
    try:
        visitor = visitor_or_new(request)
        try:
            client_id = str(uuid.UUID(str(form.get("client_id", ""))))
        except ValueError:
            raise BadInput("这个页面放得太久了，请重新打开再写。") from None
        await hear(request, visitor, text, client_id)
    except AssistantError as error:
        return await _chat_page(request, problem=f"{error.message}{error.hint}", draft=text, status=error.status)
    response = web.Response(status=303, headers={"Location": "/#plain-form"})
    keep_visitor(request, response, visitor)
    return response


async def show_ledger(request: web.Request) -> web.Response:
    """GET /chat/ledger: how far each message of one's own talk got."""
    visitor = known_visitor(request)
    entries = await read_own_ledger(request.config_dict[DESK], visitor.address) if visitor else ()
    rows = [ledger_row(entry) for entry in reversed(entries)]
    return page(request, "ledger.html", rows=rows)


def ledger_row(entry: LedgerEntry) -> dict[str, Any]:
    """One message and how far it got, in plain words."""
    said = words()
    mine = entry.message.author is Author.CITIZEN
    key = f"{'mine' if mine else 'yours'}_{entry.state.value}"
    return {
        "at": entry.message.at,
        "mine": mine,
        "text": entry.message.text[:80] or said["file"],
        "state": entry.state.value,
        "words": said[key],
    }


async def show_privacy(request: web.Request) -> web.Response:
    """GET /privacy: what is kept, by whom, what for, and how it is deleted."""
    return page(request, "privacy.html", office=request.config_dict[ROOM].office)


async def show_outcome(request: web.Request) -> web.Response:
    """GET /chat/outcome: what the assistant concluded, to print or to take along."""
    visitor = known_visitor(request)
    outcome = await read_outcome(request.config_dict[DESK], visitor.address) if visitor else None
    return page(request, "outcome.html", page=outcome)
