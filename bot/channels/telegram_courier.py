"""Delivers to Telegram. Sends are not idempotent: an answer that never came leaves the message uncertain."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import httpx
from aiolimiter import AsyncLimiter
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.telegram_messages import CHANNEL, button_data, words
from bot.channels.telegram_text import split_text
from bot.domain.attachments import Attachment, StoredAttachment
from bot.domain.mediation import JOINT
from bot.domain.messages import Author, CitizenAddress, StoredMessage
from bot.service.ports import Capabilities, DeliveryOutcome, DeliveryResult

LONGEST_TEXT = 4096
_REMEMBERED_CHATS = 5000
_BURST = 3
"""Messages a chat gets at once, and in as many seconds: one a second in the long run, as Telegram asks."""
_SENDS_A_SECOND = 25
"""Telegram takes about thirty a second from one bot."""
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Causes that prove the request did not reach the peer."""


OpenFile = Callable[[str], Awaitable[Attachment | None]]
"""Fetches the content of a file that hangs on a message; None where it was erased."""


class TelegramCourier:
    """Brings messages to private chats, no faster than Telegram asks."""

    name = CHANNEL
    capabilities = Capabilities(longest_text=LONGEST_TEXT, has_buttons=True, idempotent=False)

    def __init__(self, bot: Bot, *, web_address: str = "") -> None:
        self._bot = bot
        self.open_file: OpenFile | None = None
        self.web_address = web_address
        self._pace: OrderedDict[str, AsyncLimiter] = OrderedDict()
        self._pace_of_all = AsyncLimiter(_SENDS_A_SECOND, 1)
        self._pieces_sent: OrderedDict[int, int] = OrderedDict()

    async def deliver(self, address: CitizenAddress, message: StoredMessage) -> DeliveryResult:
        """Send one message in as many pieces as it needs; after a refusal only the pieces that are missing."""
        text = self._full_text(message)
        pieces: list[str | StoredAttachment] = [*split_text(text, LONGEST_TEXT), *message.attachments]
        for index in range(self._pieces_sent.get(message.id, 0), len(pieces)):
            last = index == len(pieces) - 1
            result = await self._send(address, pieces[index], message.choices if last else ())
            if result.outcome is not DeliveryOutcome.SENT:
                return result
            self._remember_piece(message.id, index + 1)
        self._pieces_sent.pop(message.id, None)
        return DeliveryResult(DeliveryOutcome.SENT)

    def _full_text(self, message: StoredMessage) -> str:
        """What the citizen reads: the notice of this channel also says that the words cross the border (PIPL 39)."""
        text = f"{words()['repeated']}\n{message.text}".strip() if message.repeated else message.text
        if message.kind == JOINT:
            hint = words()["joint_hint"] if message.author is Author.SYSTEM else ""
            return f"{words()['joint'].format(name=message.author_name)}\n{text}\n{hint}".strip()
        if message.kind != "notice":
            return text
        web = f"（{self.web_address}）" if self.web_address else ""
        return f"{text}\n\n{words()['notice'].format(web=web)}"

    async def _send(
        self, address: CitizenAddress, piece: str | StoredAttachment, choices: Sequence[str]
    ) -> DeliveryResult:
        chat = int(address.account)
        async with self._pace_of(address.account), self._pace_of_all:
            try:
                if isinstance(piece, str):
                    await self._bot.send_message(chat_id=chat, text=piece, reply_markup=keyboard(choices))
                elif (file := await self._open(piece)) is not None:  # else it was erased meanwhile
                    await self._bot.send_document(chat_id=chat, document=file.content, filename=file.name)
            except TelegramError as error:
                return result_of(error)
        return DeliveryResult(DeliveryOutcome.SENT)

    async def _open(self, file: StoredAttachment) -> Attachment | None:
        return None if self.open_file is None else await self.open_file(file.id)

    def _pace_of(self, account: str) -> AsyncLimiter:
        limiter = self._pace.pop(account, None) or AsyncLimiter(_BURST, _BURST)
        self._pace[account] = limiter
        if len(self._pace) > _REMEMBERED_CHATS:
            self._pace.popitem(last=False)
        return limiter

    def _remember_piece(self, message_id: int, sent: int) -> None:
        self._pieces_sent[message_id] = sent
        if len(self._pieces_sent) > _REMEMBERED_CHATS:
            self._pieces_sent.popitem(last=False)

    async def show_typing(self, chat: int) -> None:
        """Show that an answer is being prepared; a failure matters to nobody."""
        try:
            async with asyncio.timeout(3):
                await self._bot.send_chat_action(chat_id=chat, action="typing")
        except (TelegramError, TimeoutError):
            return


def keyboard(choices: Sequence[str]) -> InlineKeyboardMarkup | None:
    """Buttons one under the other: long Chinese labels stay readable on a narrow screen."""
    if not choices:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=button_data(index, text))] for index, text in enumerate(choices)]
    )


def asked_pause(error: RetryAfter) -> float:
    """Seconds that the peer asks us to wait."""
    pause = error.retry_after  # a number in this version of the library, a span in the next
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


def result_of(error: TelegramError) -> DeliveryResult:
    """What a failed send means for the message.

    A 5xx is taken as not shown: Telegram answers it before it has accepted a message. A time-out after the request had
    left is uncertain.
    """
    if isinstance(error, RetryAfter):
        return DeliveryResult(DeliveryOutcome.TRY_AGAIN, retry_after_seconds=asked_pause(error), detail="429")
    if isinstance(error, Forbidden) or (isinstance(error, BadRequest) and "chat not found" in str(error).lower()):
        return DeliveryResult(DeliveryOutcome.CITIZEN_GONE, detail="blocked")
    if isinstance(error, InvalidToken):
        return DeliveryResult(DeliveryOutcome.TRY_AGAIN, retry_after_seconds=300, detail="token refused")
    if isinstance(error, BadRequest):
        return DeliveryResult(DeliveryOutcome.REFUSED, detail="bad request")
    if isinstance(error, NetworkError):
        left = isinstance(error.__cause__, httpx.HTTPError) and not isinstance(error.__cause__, _NEVER_LEFT)
        if left or (isinstance(error, TimedOut) and not isinstance(error.__cause__, _NEVER_LEFT)):
            return DeliveryResult(DeliveryOutcome.UNCERTAIN, detail="no answer")
        return DeliveryResult(DeliveryOutcome.TRY_AGAIN, detail="unreachable")
    return DeliveryResult(DeliveryOutcome.TRY_AGAIN, detail=type(error).__name__)
