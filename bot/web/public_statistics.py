"""Numbers for everybody, where the office has switched them on: small ones are hidden, no file is behind them."""

from typing import Any

from aiohttp import web

from bot.domain.counting.measures import Period, count_name, words
from bot.domain.counting.small_cells import HIDDEN, hide_small
from bot.errors import NotFound
from bot.service.read_report import monthly_report, read_month
from bot.web.json_body import json_answer
from bot.web.keys import DESK, SETTINGS
from bot.web.pages import page

_SHOWN = ("accepted", "succeeded", "performed", "confirmed")


def add_public_statistics(app: web.Application) -> None:
    """Put page and call on the application."""
    app.router.add_get("/statistics", show_public)
    app.router.add_get("/api/v1/statistics", send_public)


async def show_public(request: web.Request) -> web.Response:
    """GET /statistics?month=2026-10: the last whole month where none is named."""
    public = await _public(request)
    return page(request, "public_statistics.html", hidden=words()["hidden"].format(least=public["least"]), **public)


async def send_public(request: web.Request) -> web.Response:
    """GET /api/v1/statistics?month=2026-10; a hidden number is null."""
    public = await _public(request)
    shown = {name: None if number == HIDDEN else number for name, number in public["counts"].items()}
    types = {name: None if number == HIDDEN else number for name, number in public["types"].items()}
    return json_answer({"month": public["month"], "hidden_below": public["least"], "counts": shown, "by_type": types})


async def _public(request: web.Request) -> dict[str, Any]:
    settings = request.config_dict[SETTINGS]
    if not settings.public_statistics:
        raise NotFound("没有这个页面。")
    desk = request.config_dict[DESK]
    today = desk.today()
    month = request.query.get("month", "").strip()
    period = read_month(month) if month else Period.month(today.year, today.month).before(1)
    if period.last >= today:
        raise NotFound("这个月还没有结束，没有数字。")
    report = (await monthly_report(desk, desk.room.directory, period)).report
    least = settings.small_cell
    by_type = {row.name: row.tally.count("accepted") for row in report.tables["by_type"] if row.tally.count("accepted")}
    types = hide_small(by_type, least)
    counts = {count_name(code): _shown(report.total.count(code), least) for code in _SHOWN}
    return {"month": f"{period.first:%Y-%m}", "least": least, "counts": counts, "types": types}


def _shown(number: int, least: int) -> int:
    return HIDDEN if 0 < number < least else number
