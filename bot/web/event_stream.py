"""Server-sent events: one open answer to one browser, woken by topics, fed from the tables."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.errors import AssistantError, TooManyRequests
from bot.web.json_body import dumps
from bot.web.keys import DESK, METRICS, OPEN_STREAMS, STOPPING

log = logging.getLogger("fengqiao.web")

HEARTBEAT_SECONDS = 15.0
"""A sign of life goes out this often, so that proxies keep the line open and a dead one is noticed."""
LOOK_AT_HEARTBEAT = 4
MOST_STREAMS = 40
"""A reloaded page leaves its old stream behind until the next sign of life, so this is far above the tabs one has."""
HIGHEST_ID = 2**63 - 1


class EventStream:
    """What is written to one browser."""

    def __init__(self, response: web.StreamResponse) -> None:
        self._response = response
        self._last_state: dict[str, str] = {}

    async def send(self, event: str, data: Any, *, identifier: int | None = None) -> None:
        """One event; `identifier` becomes the `Last-Event-ID` of the next connection."""
        head = f"id: {identifier}\n" if identifier is not None else ""
        await self._response.write(f"{head}event: {event}\ndata: {dumps(data)}\n\n".encode())

    async def send_if_changed(self, event: str, data: Any, *, of: str = "", ignoring: str = "") -> None:
        """A state that replaces the one before; said only when it differs.

        Args:
            event: its name.
            data: the state.
            of: whose state it is, where the event has several.
            ignoring: a field that grows by itself and makes no difference.
        """
        text = dumps(_without(data, ignoring) if ignoring else data)
        if self._last_state.get(event + of) != text:
            self._last_state[event + of] = text
            await self.send(event, data)

    async def heartbeat(self) -> None:
        """A sign of life: the page opens a new line where it hears none, since a dead line makes no sound."""
        await self.send("here", {})


async def serve_stream(
    request: web.Request,
    *,
    side: str,
    owner: str,
    topics: Callable[[], tuple[str, ...]],
    refresh: Callable[[EventStream], Awaitable[None]],
    heartbeat_seconds: float = HEARTBEAT_SECONDS,
) -> web.StreamResponse:
    """Keep one stream open until the browser leaves or the process stops.

    Listening begins before each first look at the tables, so nothing falls between the two. Several wakes at once are
    one look. `refresh` also runs at every fourth heartbeat, so a lost wake delays a message but never loses it, and
    thousands of idle streams leave the database in peace.

    Args:
        request: the request to answer.
        side: `citizen` or `staff`, for the count of open streams.
        owner: whose stream it is; one person may have `MOST_STREAMS` at a time.
        topics: what to listen to now; asked again after each look, since a look may reveal a new talk.
        refresh: reads the tables and sends what is new.
        heartbeat_seconds: the longest silence.

    Raises:
        TooManyRequests: the owner has too many streams open already.
    """
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
        }
    )
    application = request.config_dict
    gauge = application[METRICS].streams.labels(side)
    open_streams = application[OPEN_STREAMS]
    if open_streams[owner] >= MOST_STREAMS:
        raise TooManyRequests("打开的页面太多了，请关掉几个再试。")
    open_streams[owner] += 1
    gauge.inc()
    stop = asyncio.create_task(application[STOPPING].wait())
    try:
        await response.prepare(request)
        await response.write(b"retry: 2000\n\n")
        stream = EventStream(response)
        while not stop.done():
            listened_to = topics()
            async with application[DESK].announcer.listen(*listened_to) as wakes, _flag(wakes) as woken:
                await refresh(stream)
                silent = 0
                while not stop.done() and topics() == listened_to:
                    await _wait(woken, stop, heartbeat_seconds)
                    silent = 0 if woken.is_set() else silent + 1
                    if silent:
                        await stream.heartbeat()
                    if silent % LOOK_AT_HEARTBEAT == 0:
                        woken.clear()
                        await refresh(stream)
    except (ConnectionResetError, BrokenPipeError):
        pass  # the browser left; it comes back with its last id
    except AssistantError as error:
        # the head is sent, no status can tell it any more: the stream ends, the page comes back and learns why
        log.info("stream ended", extra={"side": side, "code": error.code})
    finally:
        stop.cancel()
        gauge.dec()
        open_streams[owner] -= 1
        if not open_streams[owner]:
            del open_streams[owner]
    return response


@contextlib.asynccontextmanager
async def _flag(wakes: AsyncIterator[str]) -> AsyncIterator[asyncio.Event]:
    """Turn wakes into one flag; the iterator itself is never cut short by a time limit."""
    woken = asyncio.Event()

    async def raise_flag() -> None:
        async for _ in wakes:
            woken.set()

    pump = asyncio.create_task(raise_flag())
    try:
        yield woken
    finally:
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)


async def _wait(woken: asyncio.Event, stop: "asyncio.Task[Any]", seconds: float) -> None:
    waiting = asyncio.ensure_future(woken.wait())
    try:
        await asyncio.wait({waiting, stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


def _without(data: Any, field: str) -> Any:
    if isinstance(data, dict):
        return {name: _without(value, field) for name, value in data.items() if name != field}
    return [_without(value, field) for value in data] if isinstance(data, list) else data


def last_event_id(request: web.Request) -> int:
    """Where the browser stopped reading: the header of a reconnection, or `after` of a page that starts anew.

    What is no number counts as nothing read: the browser then gets everything once more and knows each id.
    """
    for text in (request.headers.get("Last-Event-ID", ""), request.query.get("after", "")):
        if text.isascii() and text.isdigit():
            return min(int(text), HIGHEST_ID)
    return 0
