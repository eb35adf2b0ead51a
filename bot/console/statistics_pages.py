"""Pages of the statistics: the month's report with its charts, the files behind a number, the Excel file."""

import asyncio
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web

from bot.console.charts import bar_chart, line_chart
from bot.console.file_rows import dispute_row
from bot.console.session import SignedIn, console_page, signed_in
from bot.domain.counting.measures import Period, count_name, meaning_of, words
from bot.domain.counting.report import TABLES, ReportRow, Tally
from bot.domain.counting.trends import SERIES
from bot.domain.staff import Action
from bot.service.read_report import MonthlyReport, countable, files_behind, read_month, read_report
from bot.web.keys import DESK, WORKBOOK
from nlp.taxonomy import category_name

COLUMNS = ("registered", "accepted", "succeeded", "failed", "performed", "confirmed")
_BARS = 12
"""Rows of a drawing; the table beside it has all."""
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_statistics_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/statistics", show_statistics)
    app.router.add_get("/console/statistics/files", show_files)
    app.router.add_get("/console/statistics/report.xlsx", send_workbook)


async def show_statistics(request: web.Request) -> web.Response:
    """GET /console/statistics?month=2026-11&organisation=ID, this month where none is named."""
    who, period, organisation_id = await _asked(request)
    desk = request.config_dict[DESK]
    monthly = await read_report(desk, who.staff, period, organisation_id)
    report, query = monthly.report, _query(period, organisation_id)
    waits = sorted(report.guided.waits)
    return console_page(
        request,
        who,
        "statistics.html",
        heading="统计分析",
        period=period,
        month=f"{period.first:%Y-%m}",
        earlier=f"{period.before(1).first:%Y-%m}",
        later=_later(period, desk.today()),
        organisation=organisation_id or "",
        organisations=countable(desk, who.staff),
        query=query,
        total=report.total,
        counts=[_cell(code, report.total, query) for code in words()["counts"]],
        rates=[(count_name(code), meaning_of(code), report.total.rate(code)) for code in words()["rates"]],
        levels=[(row.name, row.tally.rate("local")) for row in report.levels],
        spans=[(count_name(code), span) for code, span in report.total.spans.items()],
        wait=(waits[len(waits) // 2], len(waits)) if waits else None,
        guided=[(category_name(code), number) for code, number in report.guided.talks.items()],
        trend=_trend(monthly),
        tables=[_table(table, report.tables[table], query) for table in TABLES],
        columns=[count_name(code) for code in COLUMNS],
        series=[count_name(code) for code in SERIES],
        rises=monthly.rises,
        hot=monthly.hot,
        words=words(),
    )


async def show_files(request: web.Request) -> web.Response:
    """GET /console/statistics/files?month=…&count=accepted&table=by_type&key=…: the files behind a number."""
    who, period, organisation_id = await _asked(request)
    desk = request.config_dict[DESK]
    asked = {name: request.query.get(name, "")[:200] for name in ("count", "table", "key")}
    files = await files_behind(desk, who.staff, period, **asked, organisation_id=organisation_id)
    everywhere = who.staff.may(Action.SEE_ALL_ORGANISATIONS)
    own = who.staff.organisation_id
    rows = [dispute_row(file, desk) | {"open": everywhere or file.application.organisation_id == own} for file in files]
    return console_page(
        request,
        who,
        "statistics_files.html",
        heading=count_name(asked["count"]),
        rows=rows,
        meaning=meaning_of(asked["count"]),
        month=f"{period.first:%Y年%m月}",
        row_name=asked["key"] if asked["table"] == "by_type" else "",
        back=_query(period, organisation_id),
    )


async def send_workbook(request: web.Request) -> web.Response:
    """GET /console/statistics/report.xlsx."""
    who, period, organisation_id = await _asked(request)
    desk = request.config_dict[DESK]
    monthly = await read_report(desk, who.staff, period, organisation_id)
    unit = desk.organisation_name(organisation_id or who.staff.organisation_id)
    content = await asyncio.to_thread(request.config_dict[WORKBOOK], monthly, unit, desk.now())
    name = quote(f"人民调解统计-{period.first:%Y-%m}.xlsx")
    return web.Response(
        body=content, content_type=_EXCEL, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )


async def _asked(request: web.Request) -> tuple[SignedIn, Period, str | None]:
    who = await signed_in(request, Action.SUPERVISE)
    today = request.config_dict[DESK].today()
    month = request.query.get("month", "").strip()
    period = read_month(month) if month else Period.month(today.year, today.month)
    return who, period, request.query.get("organisation", "").strip() or None


def _query(period: Period, organisation_id: str | None) -> str:
    asked = {"month": f"{period.first:%Y-%m}"} | ({"organisation": organisation_id} if organisation_id else {})
    return urlencode(asked)


def _later(period: Period, today: date) -> str:
    following = Period.month(period.first.year + period.first.month // 12, period.first.month % 12 + 1)
    return f"{following.first:%Y-%m}" if following.first <= today else ""


def _address(query: str, count: str, table: str = "", key: str = "") -> str:
    return f"/console/statistics/files?{query}&" + urlencode({"count": count, "table": table, "key": key})


def _cell(code: str, tally: Tally, query: str, table: str = "", key: str = "") -> dict[str, Any]:
    number = tally.count(code)
    address = _address(query, code, table, key) if number else ""
    return {"name": count_name(code), "meaning": meaning_of(code), "number": number, "address": address}


def _table(table: str, rows: tuple[ReportRow, ...], query: str) -> dict[str, Any]:
    """A table with its drawing: accepted files, the most first."""
    name = words()["titles"][table]
    bars = [(row.name, row.tally.count("accepted"), _address(query, "accepted", table, row.key)) for row in rows]
    bars = [bar for bar in bars if bar[1]]
    return {
        "name": name,
        "chart": bar_chart(bars[:_BARS], f"{name}，{count_name('accepted')}") if bars else "",
        "rows": [
            {
                "name": row.name,
                "cells": [_cell(code, row.tally, query, table, row.key) for code in COLUMNS],
                "success": row.tally.rate("success"),
                "amount": row.tally.amount,
            }
            for row in rows
        ],
    }


def _trend(monthly: MonthlyReport) -> dict[str, Any]:
    months = [f"{month.period.first:%Y-%m}" for month in monthly.trend]
    series = {count_name(code): [month.counts[code] for month in monthly.trend] for code in SERIES}
    return {
        "chart": line_chart(months, series, "逐月趋势"),
        "rows": [(name, [numbers[place] for numbers in series.values()]) for place, name in enumerate(months)],
    }
