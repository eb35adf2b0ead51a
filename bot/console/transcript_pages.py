"""The record of a talk: to read and print, as Word, as PDF; and the ledger of how far each message got."""

import asyncio

from aiohttp import web

from bot.console.session import console_page, signed_in
from bot.domain.attachments import Attachment
from bot.service.read_ledger import read_ledger
from bot.service.read_transcript import Transcript, read_transcript
from bot.web.files import file_answer
from bot.web.keys import DESK, TRANSCRIPTS
from bot.web.names import name_of, names

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def add_transcripts(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/talks/{id}", show_transcript)
    app.router.add_get("/console/talks/{id}/word", get_word)
    app.router.add_get("/console/talks/{id}/pdf", get_pdf)
    app.router.add_get("/console/talks/{id}/ledger", show_ledger)


async def show_transcript(request: web.Request) -> web.Response:
    """GET /console/talks/{id}?room=&notes=1: the record to read; the look is recorded."""
    who = await signed_in(request)
    transcript = await _transcript(request)
    return console_page(
        request,
        who,
        "transcript.html",
        heading="谈话记录",
        transcript=transcript,
        room_names=names()["room"],
        author_names=names()["author"],
        query=f"room={transcript.room.value}" + ("&notes=1" if transcript.with_notes else ""),
    )


async def get_word(request: web.Request) -> web.Response:
    """GET …/word: the record as a Word file."""
    transcript = await _transcript(request)
    content = await asyncio.to_thread(request.config_dict[TRANSCRIPTS].word, transcript)
    return file_answer(Attachment(_file_name(transcript, "docx"), WORD, content))


async def get_pdf(request: web.Request) -> web.Response:
    """GET …/pdf: the record as a PDF."""
    transcript = await _transcript(request)
    content = await asyncio.to_thread(request.config_dict[TRANSCRIPTS].pdf, transcript)
    return file_answer(Attachment(_file_name(transcript, "pdf"), PDF, content))


async def show_ledger(request: web.Request) -> web.Response:
    """GET …/ledger: how far each message got, with attempts and times; the look is recorded."""
    who = await signed_in(request)
    entries = await read_ledger(request.config_dict[DESK], who.staff, request.match_info["id"])
    rows = [
        {
            "at": entry.message.at,
            "who": entry.message.author_name or name_of("author", entry.message.author.value),
            "text": entry.message.text[:60],
            "room": entry.message.kind == "joint",
            "state": entry.state.value,
            "state_name": name_of("delivery", entry.state.value),
            "since": entry.since,
            "attempts": entry.attempts,
            "next_at": entry.next_at,
            "detail": entry.detail,
        }
        for entry in entries
    ]
    return console_page(request, who, "ledger.html", heading="送达记录", rows=rows, handoff_id=request.match_info["id"])


async def _transcript(request: web.Request) -> Transcript:
    who = await signed_in(request)
    return await read_transcript(
        request.config_dict[DESK],
        who.staff,
        request.match_info["id"],
        room=request.query.get("room", ""),
        with_notes=request.query.get("notes") == "1",
    )


def _file_name(transcript: Transcript, ending: str) -> str:
    room = name_of("room", transcript.room.value)
    return f"谈话记录-{room}-{transcript.requested_at:%Y%m%d}.{ending}"
