"""Typed keys of what the application carries."""

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from aiohttp import web
from jinja2 import Environment

from bot.settings import Settings
from bot.web.metrics import Metrics
from bot.web.rate_limit import RateLimit
from bot.web.signing import Signer
from bot.web.static_files import StaticFiles

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.service.document_ports import Press
    from bot.service.front_desk import FrontDesk
    from bot.service.read_report import MonthlyReport
    from bot.service.read_transcript import TranscriptPrinter
    from bot.service.reference_room import ReferenceRoom

SETTINGS: web.AppKey[Settings] = web.AppKey("settings", Settings)
ROOM: web.AppKey["ReferenceRoom"] = web.AppKey("room")
DESK: web.AppKey["FrontDesk"] = web.AppKey("desk")
PRESS: web.AppKey["Press"] = web.AppKey("press")
"""Makes Word and PDF."""
WORKBOOK: web.AppKey["Callable[[MonthlyReport, str, datetime], bytes]"] = web.AppKey("workbook")
"""Makes the Excel file of a month."""
SIGNER: web.AppKey[Signer] = web.AppKey("signer", Signer)
TEMPLATES: web.AppKey[Environment] = web.AppKey("templates", Environment)
STATIC: web.AppKey[StaticFiles] = web.AppKey("static", StaticFiles)
METRICS: web.AppKey[Metrics] = web.AppKey("metrics", Metrics)
OPEN_STREAMS: web.AppKey[Counter[str]] = web.AppKey("open_streams", Counter)
STOPPING: web.AppKey[asyncio.Event] = web.AppKey("stopping", asyncio.Event)
TRANSCRIPTS: web.AppKey["TranscriptPrinter"] = web.AppKey("transcripts")
BANNER: web.AppKey[str] = web.AppKey("banner", str)
"""A line that every page shows above all else: that this is a demonstration, or that the directory is the sample."""
STAFF_ERROR_PAGE: web.AppKey["Callable[[web.Request, int, str, str], Awaitable[web.Response]]"] = web.AppKey(
    "staff_error_page"
)
"""Shows staff what went wrong, from a status, a message and a hint, within their own pages."""
MESSAGE_LIMIT: web.AppKey[RateLimit] = web.AppKey("message_limit", RateLimit)
FILE_LIMIT: web.AppKey[RateLimit] = web.AppKey("file_limit", RateLimit)
SESSION_LIMIT: web.AppKey[RateLimit] = web.AppKey("session_limit", RateLimit)
SIGN_IN_LIMIT: web.AppKey[RateLimit] = web.AppKey("sign_in_limit", RateLimit)
