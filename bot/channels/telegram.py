"""Telegram on our own aiohttp server: webhook where the house has an https address, else long polling.

An update is confirmed only after its message was committed: the webhook answers after the turn, and polling moves its
offset on after the turn. A failure of ours is answered with 503, which makes Telegram send the update again.
"""

import asyncio
import hashlib
import hmac
import json
import logging
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from telegram import Bot, BotCommand
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram_bot import POLL_SECONDS, make_bot
from bot.channels.telegram_courier import TelegramCourier, asked_pause
from bot.channels.telegram_messages import Heard, words
from bot.channels.telegram_updates import TelegramUpdates
from bot.service.front_desk import FrontDesk
from bot.service.read_attachment import read_for_delivery

LOG = logging.getLogger(__name__)
WEBHOOK_PATH = "/telegram/updates"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_UPDATE = 1024 * 1024
ALLOWED_UPDATES = ("message", "edited_message", "callback_query")
_PAUSE_SECONDS = 3.0


def webhook_secret(secret_key: bytes) -> str:
    """The secret that Telegram repeats in a header; the same in every process of the house."""
    return hmac.new(secret_key, b"telegram-webhook", hashlib.sha256).hexdigest()


def open_telegram(
    token: str, *, base_url: str, answer_seconds: float, secret_key: bytes, public_url: str
) -> "TelegramChannel":
    """Make the channel; nothing is connected yet.

    Args:
        token: of the bot.
        base_url: address of the Bot API server.
        answer_seconds: after so much silence of that server a request has failed.
        secret_key: of the house; the webhook's secret is derived from it.
        public_url: address under which the house is reached; with https updates come by webhook.
    """
    bot = make_bot(token, base_url, answer_seconds)
    courier = TelegramCourier(bot, web_address=public_url)
    return TelegramChannel(bot, courier, secret=webhook_secret(secret_key), public_url=public_url)


class TelegramChannel:
    """Receives updates, has them answered, and confirms them."""

    def __init__(self, bot: Bot, courier: TelegramCourier, *, secret: str, public_url: str) -> None:
        self._bot = bot
        self.courier = courier
        self._secret = secret
        self._public_url = public_url
        self._updates: TelegramUpdates | None = None

    @property
    def uses_webhook(self) -> bool:
        """Telegram only calls https addresses."""
        return self._public_url.startswith("https://")

    def add_routes(self, app: web.Application) -> None:
        """Put the webhook on the application."""
        app.router.add_post(WEBHOOK_PATH, self.receive_webhook)

    @asynccontextmanager
    async def running(self, desk: FrontDesk) -> AsyncIterator[None]:
        """Announce commands, then take updates until the context is left; an unreachable peer stops nothing else."""
        updates = self._updates = TelegramUpdates(self._bot, self.courier, desk)
        self.courier.open_file = partial(read_for_delivery, desk)
        task = asyncio.create_task(self._run(updates), name="telegram")
        try:
            yield
        finally:
            self._updates = None
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await updates.close()
            with suppress(TelegramError, RuntimeError):
                await self._bot.shutdown()

    async def _run(self, updates: TelegramUpdates) -> None:
        """Connect, however long it takes; then poll, where no webhook is used."""
        while True:
            try:
                await self._connect()
                break
            except InvalidToken:
                LOG.error("telegram: the token is refused; the channel stays off")  # noqa: TRY400 - a trace shows it
                return
            except TelegramError as error:
                LOG.warning("telegram: not reachable (%s), trying again", type(error).__name__)
                await asyncio.sleep(_PAUSE_SECONDS)
        if not self.uses_webhook:
            await self._poll(updates)

    async def _connect(self) -> None:
        await self._bot.initialize()
        menu = [BotCommand(name, entry["menu"]) for name, entry in words()["commands"].items()]
        await self._bot.set_my_commands(menu)
        if self.uses_webhook:
            url = self._public_url + WEBHOOK_PATH
            await self._bot.set_webhook(url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES)
        else:
            await self._bot.delete_webhook(drop_pending_updates=False)
        LOG.info("telegram: connected, %s", "webhook" if self.uses_webhook else "long polling")

    async def receive_webhook(self, request: web.Request) -> web.Response:
        """POST /telegram/updates: answered after the commit."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret.encode()):
            return web.Response(status=403)
        if (request.content_length or 0) > LARGEST_UPDATE:
            return web.Response(status=413)
        body = bytearray()
        async for chunk in request.content.iter_chunked(64 * 1024):
            body += chunk
            if len(body) > LARGEST_UPDATE:
                return web.Response(status=413)
        try:
            content = json.loads(body)
        except (ValueError, RecursionError):
            return web.Response(status=400)
        updates = self._updates
        if updates is None:  # starting, or stopping
            return web.Response(status=503)
        taken = await updates.take(updates.read(content), _number(content))
        return web.Response(status=200 if taken else 503)

    async def _poll(self, updates: TelegramUpdates) -> None:
        """Take updates in batches; what could not be handled is asked for again."""
        offset = 0
        while True:
            try:
                batch = await self._fetch_updates(offset)
            except Conflict:
                # the peer serves the latest who asks; whoever was sent away waits, so that two do not fight for ever
                LOG.info("telegram: another process is polling")
                await asyncio.sleep(POLL_SECONDS * random.uniform(1, 2))
            except RetryAfter as error:
                await asyncio.sleep(asked_pause(error))
            except (TelegramError, ValueError, TypeError) as error:
                LOG.warning("telegram: no updates (%s), trying again", type(error).__name__)
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                offset = await _take_batch(updates, batch, offset)

    async def _fetch_updates(self, offset: int) -> Sequence[Any]:
        """Updates from `offset` on, as JSON: one that the library cannot read must not cost its whole batch."""
        asked = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        answer = await self._bot.request.retrieve(
            f"{self._bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=POLL_SECONDS + 5
        )
        content = json.loads(answer)
        batch = content.get("result") if isinstance(content, dict) else None
        if not isinstance(batch, list):
            raise TypeError("no list of updates")
        return batch


async def _take_batch(updates: TelegramUpdates, batch: Sequence[Any], offset: int) -> int:
    """Take updates, those of one chat in order, chats side by side; return the first id that has to come again.

    What had been taken beyond that id comes again too, and is known.
    """
    by_chat: dict[int | None, list[tuple[Heard, int]]] = {}
    for content in batch:
        number = _number(content)
        if number is not None:
            heard = updates.read(content)
            by_chat.setdefault(heard.chat, []).append((heard, number))

    async def until_first_failure(waiting: Sequence[tuple[Heard, int]]) -> int | None:
        for heard, number in waiting:
            if not await updates.take(heard, number):
                return number
        return None

    failed = [n for n in await asyncio.gather(*map(until_first_failure, by_chat.values())) if n is not None]
    if failed:
        await asyncio.sleep(_PAUSE_SECONDS)
        return min(failed)
    return max((offset, *(number + 1 for waiting in by_chat.values() for _, number in waiting)))


def _number(content: Any) -> int | None:
    """The id of an update."""
    number = content.get("update_id") if isinstance(content, dict) else None
    return number if isinstance(number, int) else None
