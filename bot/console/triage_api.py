"""POST /api/v1/triage: the triage object for one text, for programs with a key and for staff."""

import asyncio
from datetime import date

from aiohttp import web

from bot.console.program_or_staff import program_or_staff
from bot.domain.messages import LONGEST_TEXT
from bot.errors import BadInput, MessageTooLong
from bot.service.triage import triage
from bot.web.json_body import json_answer, read_json, text_of
from bot.web.keys import DESK, ROOM


async def post_triage(request: web.Request) -> web.Response:
    """One text in, its triage out; nothing is stored. What stands beside the text comes back under `input`."""
    content = await read_json(request)
    await program_or_staff(request)
    text = text_of(content, "text")
    if len(text) > LONGEST_TEXT:
        raise MessageTooLong(f"内容超过 {LONGEST_TEXT} 字。", hint="请分段发送。")
    desk = request.config_dict[DESK]
    today = desk.today()
    if "today" in content:
        try:
            today = date.fromisoformat(text_of(content, "today"))
        except ValueError:
            raise BadInput("“today”应该是 2026-11-23 这样的日期。") from None
    answer = await asyncio.to_thread(triage, text, request.config_dict[ROOM], today)
    more = {name: value for name, value in content.items() if name not in {"id", "text", "today"}}
    return json_answer({"id": content.get("id"), **answer, **({"input": more} if more else {})})
