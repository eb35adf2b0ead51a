"""The law for programs and staff: citations checked, calculators described and computed. Nothing is stored."""

import asyncio
from datetime import date
from typing import Any

from aiohttp import web

from bot.console.program_or_staff import program_or_staff
from bot.errors import BadInput
from bot.service.calculators import computed, described
from bot.service.check_citations import checked_results
from bot.web.json_body import json_answer, read_json, text_of
from bot.web.keys import DESK, ROOM


def add_law_api(app: web.Application) -> None:
    """Put the calls on the application."""
    app.router.add_post("/api/v1/laws/check", post_check)
    app.router.add_get("/api/v1/calculators", get_calculators)
    app.router.add_post("/api/v1/calculators/{name}", post_calculator)


async def post_check(request: web.Request) -> web.Response:
    """POST /api/v1/laws/check: `{"text"[, "today"]}` in, every citation with its state out."""
    content = await read_json(request)
    await program_or_staff(request)
    text, day = text_of(content, "text"), _day(request, content)
    return json_answer(await asyncio.to_thread(checked_results, text, request.config_dict[ROOM], day))


async def get_calculators(request: web.Request) -> web.Response:
    """GET /api/v1/calculators: every calculator with the fields that it asks for."""
    await program_or_staff(request)
    return json_answer({"calculators": described()})


async def post_calculator(request: web.Request) -> web.Response:
    """POST /api/v1/calculators/{name}: `{"inputs": {…}[, "today"]}` in, the number with steps and articles out."""
    content = await read_json(request)
    await program_or_staff(request)
    inputs = content.get("inputs", {})
    if not isinstance(inputs, dict) or any(isinstance(value, list | dict) for value in inputs.values()):
        raise BadInput("“inputs”应该是一个对象，每一项是文字或者数。")
    name, day = request.match_info["name"], _day(request, content)
    return json_answer(await asyncio.to_thread(computed, name, inputs, request.config_dict[ROOM], day))


def _day(request: web.Request, content: Any) -> date:
    if "today" not in content:
        return request.config_dict[DESK].today()
    try:
        return date.fromisoformat(text_of(content, "today"))
    except ValueError:
        raise BadInput("“today”应该是 2026-11-23 这样的日期。") from None
