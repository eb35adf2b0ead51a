"""A local peer that speaks the Bot API over HTTP: long polling, webhooks with secret, files, and faults on demand.

It stands in for api.telegram.org in tests. A citizen is played with `say`, `press`, `send_photo`, `edit`; what the bot did is
read from `calls` and `sent`. `faults[method]` (or `faults["method:chat"]`) holds answers to give instead of the real one, first in
first out.
"""

import asyncio
import io
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession, web

TOKEN = "42:TEST"
BOT = {"id": 42, "is_bot": True, "first_name": "枫桥", "username": "fengqiao_test_bot"}


@dataclass
class Fault:
    """An answer instead of the real one. `swallow` first does what was asked, then answers as if it had not (a lost reply)."""

    status: int = 200
    body: Mapping[str, Any] | None = None
    delay: float = 0.0
    swallow: bool = False


@dataclass
class Call:
    """One request of the bot."""

    method: str
    arguments: dict[str, Any]


@dataclass
class BotApiPeer:
    """The peer; use it as an async context manager through `serving`."""

    calls: list[Call] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    files: dict[str, bytes] = field(default_factory=dict)
    webhook_url: str = ""
    webhook_secret: str = ""
    webhook_answers: list[int] = field(default_factory=list)
    reach: str = ""
    _updates: list[dict[str, Any]] = field(default_factory=list)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _next_update: int = 1000
    _next_message: int = 1

    # --- the citizen's side -----------------------------------------------------------------------------------

    def message(self, chat: int, text: str | None = None, *, kind: str = "private", **more: Any) -> dict[str, Any]:
        """A message object as Telegram would build it."""
        self._next_message += 1
        return {
            "message_id": self._next_message,
            "date": 1_800_000_000 + self._next_message,
            "chat": {"id": chat, "type": kind, "first_name": "群众"},
            "from": {"id": abs(chat), "is_bot": False, "first_name": "群众", "language_code": "zh-hans"},
            **({} if text is None else {"text": text}),
            **more,
        }

    async def say(self, chat: int, text: str, **more: Any) -> dict[str, Any]:
        """The citizen writes; returns the update."""
        entities = (
            [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
            if text.startswith("/")
            else []
        )
        return await self.update(message=self.message(chat, text, entities=entities, **more))

    async def press(self, shown: dict[str, Any], label: str) -> dict[str, Any]:
        """The citizen presses the inline button with this label under a message that the bot sent."""
        rows = shown["reply_markup"]["inline_keyboard"]
        (data,) = [button["callback_data"] for row in rows for button in row if button["text"] == label]
        assert 1 <= len(data.encode()) <= 64
        return await self.press_data(shown, data)

    async def press_data(self, shown: dict[str, Any], data: str) -> dict[str, Any]:
        """A button with this data is pressed, whether the bot ever sent it or not."""
        chat = shown["chat"]["id"]
        return await self.update(
            callback_query={
                "id": f"press-{self._next_update + 1}",
                "from": {"id": abs(chat), "is_bot": False, "first_name": "群众"},
                "chat_instance": "1",
                "message": shown,
                "data": data,
            }
        )

    async def send_photo(self, chat: int, content: bytes, caption: str = "") -> dict[str, Any]:
        """The citizen sends a photo."""
        file_id = f"photo-{len(self.files) + 1}"
        self.files[file_id] = content
        size = {"file_id": file_id, "file_unique_id": file_id, "width": 64, "height": 64, "file_size": len(content)}
        return await self.update(message=self.message(chat, photo=[size], caption=caption))

    async def send_document(self, chat: int, content: bytes, name: str, mime: str) -> dict[str, Any]:
        """The citizen sends a file."""
        file_id = f"file-{len(self.files) + 1}"
        self.files[file_id] = content
        document = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "mime_type": mime,
            "file_size": len(content),
        }
        return await self.update(message=self.message(chat, document=document))

    async def update(self, *, update_id: int | None = None, **content: Any) -> dict[str, Any]:
        """Queue an update for polling, or post it to the webhook where one is set."""
        if update_id is None:
            update_id = self._next_update = self._next_update + 1
        update = {"update_id": update_id, **content}
        await self.deliver(update)
        return update

    async def deliver(self, update: Mapping[str, Any], secret: str | None = None) -> int:
        """Hand over one update, also a second time; returns the webhook's status, 0 when polling."""
        if not self.webhook_url:
            self._updates.append(dict(update))
            self._arrived.set()
            return 0
        return await self.post(json.dumps(update).encode(), secret)

    async def post(self, body: bytes, secret: str | None = None) -> int:
        """Post any body to the webhook; `reach` stands in for the public address, which needs https and a name."""
        headers = {"Content-Type": "application/json"}
        if secret != "":
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook_secret if secret is None else secret
        url = self.reach + urlsplit(self.webhook_url).path if self.reach else self.webhook_url
        async with ClientSession() as session, session.post(url, data=io.BytesIO(body), headers=headers) as answer:
            self.webhook_answers.append(answer.status)
            return answer.status

    def texts(self, chat: int) -> list[str]:
        """What the citizen sees, in order."""
        return [m["text"] for m in self.sent if m["chat"]["id"] == chat and "text" in m]

    async def wait_until(self, holds: Callable[[], object], seconds: float = 15.0) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(seconds):
            while not holds():  # noqa: ASYNC110 - whatever the test wants to see
                await asyncio.sleep(0.02)

    async def wait_for(self, chat: int, part: str, seconds: float = 15.0) -> dict[str, Any]:
        """The first message to this chat that holds `part`."""
        async with asyncio.timeout(seconds):
            while True:
                for message in self.sent:
                    if message["chat"]["id"] == chat and part in message.get("text", ""):
                        return message
                await asyncio.sleep(0.02)

    # --- the bot's side ---------------------------------------------------------------------------------------

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments: dict[str, Any] = dict(request.query) if request.method == "GET" else await _arguments(request)
        self.calls.append(Call(method, arguments))
        waiting = self.faults[f"{method}:{arguments.get('chat_id')}"] or self.faults[method]
        fault = waiting.popleft() if waiting else None
        if fault is not None:
            if fault.swallow:
                await self._answer(method, arguments)
            await asyncio.sleep(fault.delay)
            if fault.body is not None:
                return web.json_response(dict(fault.body), status=fault.status)
        return web.json_response({"ok": True, "result": await self._answer(method, arguments)})

    async def _answer(self, method: str, arguments: dict[str, Any]) -> Any:
        if method == "getMe":
            return BOT
        if method == "getUpdates":
            return await self._poll(arguments)
        if method == "setWebhook":
            self.webhook_url, self.webhook_secret = str(arguments["url"]), str(arguments.get("secret_token", ""))
            return True
        if method == "deleteWebhook":
            self.webhook_url = ""
            return True
        if method == "getFile":
            return {
                "file_id": arguments["file_id"],
                "file_unique_id": "u",
                "file_path": f"documents/{arguments['file_id']}",
            }
        if method in {"sendMessage", "sendDocument", "editMessageText", "editMessageReplyMarkup"}:
            message = self.message(int(arguments["chat_id"]), arguments.get("text"))
            message["from"] = BOT
            if "reply_markup" in arguments:
                message["reply_markup"] = arguments["reply_markup"]
            if method.startswith("send"):
                self.sent.append(message)
            return message
        return True

    async def _poll(self, arguments: dict[str, Any]) -> list[dict[str, Any]]:
        """What is new; nothing is forgotten before a higher offset confirms it."""
        offset = int(arguments.get("offset", 0))
        self._updates = [u for u in self._updates if u["update_id"] >= offset]
        if not self._updates:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), float(arguments.get("timeout", 0)) or 0.01)
            except TimeoutError:
                return []
        return self._updates[: int(arguments.get("limit", 100))]

    async def _download(self, request: web.Request) -> web.StreamResponse:
        content = self.files.get(request.match_info["name"])
        return web.Response(body=content) if content is not None else web.Response(status=404)

    def application(self) -> web.Application:
        """The peer as an aiohttp application."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", f"/bot{TOKEN}/{{method}}", self._handle)
        app.router.add_get(f"/file/bot{TOKEN}/documents/{{name}}", self._download)
        return app

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve the protocol on a free port; yields the address for FENGQIAO_TELEGRAM_BASE_URL."""
        runner = web.AppRunner(self.application(), shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = await request.post()
    return {name: _value(value) for name, value in form.items()}


def _value(value: Any) -> Any:
    if not isinstance(value, str):
        return value.file.read()
    try:
        return json.loads(value)
    except ValueError:
        return value


__all__ = ["BOT", "TOKEN", "BotApiPeer", "Call", "Fault"]
