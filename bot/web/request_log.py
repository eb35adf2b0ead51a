"""One line a request: route, status, milliseconds. No text, no address, no query, no name."""

import json
import logging
import sys
import time
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.web.keys import METRICS

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = logging.getLogger("fengqiao.request")

QUIET_ROUTES = frozenset({"/healthz", "/readyz", "/metrics", "/static/{digest}/{name}"})
TALKATIVE = (
    "aiosqlite",
    "sqlalchemy",
    "alembic",
    "asyncpg",
    "aiohttp.access",
    "httpx",
    "httpcore",
    "telegram",
    "jieba",
)
"""Libraries that log what passes through them (statements with their values, addresses with tokens) at lower levels."""
_STANDARD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


@web.middleware
async def log_requests(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count and log an answered request under its route, never under its full address."""
    started = time.monotonic()
    status = 499  # the visitor left before the answer
    try:
        response = await handler(request)
        status = response.status
    except web.HTTPException as answer:
        status = answer.status
        raise
    else:
        return response
    finally:
        resource = request.match_info.route.resource
        route = resource.canonical if resource is not None else "unknown"
        seconds = time.monotonic() - started
        metrics = request.config_dict[METRICS]
        metrics.requests.labels(route, request.method, str(status)).inc()
        if not route.endswith("/events"):
            metrics.seconds.labels(route).observe(seconds)
        level = logging.DEBUG if route in QUIET_ROUTES else logging.INFO
        log.log(
            level,
            "request",
            extra={"method": request.method, "route": route, "status": status, "ms": round(seconds * 1000, 1)},
        )


class StructuredLines(logging.Formatter):
    """A record as one line: JSON for machines or `key=value` for people; extra fields are kept."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        extra = {name: value for name, value in vars(record).items() if name not in _STANDARD_FIELDS}
        error = {"error": record.exc_info[0].__name__} if record.exc_info and record.exc_info[0] else {}
        fields = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **extra,
            **error,
        }
        if self._as_json:
            return json.dumps(fields, ensure_ascii=False, default=str)
        tail = " ".join(f"{name}={value}" for name, value in {**extra, **error}.items())
        return f"{fields['time']} {fields['level']:7} {fields['event']} {tail}".rstrip()


def set_up_logging(level: str, style: str) -> None:
    """Send all logs of this process to standard error in one form.

    The exception's own text is left out on purpose (`StructuredLines` writes its type): it may hold a citizen's words.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(StructuredLines(as_json=style == "json"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
