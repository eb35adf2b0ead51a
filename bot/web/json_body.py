"""JSON in and out: what a program sends is checked here once, before anything else sees it."""

import json
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from aiohttp import web

from bot.errors import BadInput

dumps = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), default=str)


def json_answer(content: Any, *, status: int = 200) -> web.Response:
    """An answer as UTF-8 JSON, Chinese unescaped."""
    return web.json_response(content, status=status, dumps=dumps)


async def read_json(request: web.Request) -> Mapping[str, Any]:
    """The JSON object that was sent.

    The content type must be JSON: a form of another site cannot send that without asking first, which keeps
    cross-site requests out.

    Raises:
        HTTPUnsupportedMediaType: another content type.
        BadInput: not UTF-8, not JSON, not an object, or half characters in a text.
    """
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    content = await request.read()
    try:
        value = json.loads(content.decode("utf-8"))
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # finds lone surrogates, which no database can hold
    except (ValueError, RecursionError):
        raise BadInput("发送的内容不是有效的 JSON。", hint="请用 UTF-8 编码的 JSON 对象。") from None
    if not isinstance(value, dict):
        raise BadInput("发送的内容应该是一个 JSON 对象。")
    return value


def text_of(content: Mapping[str, Any], name: str, *, required: bool = True) -> str:
    """A text of the object.

    Raises:
        BadInput: it is missing or no text.
    """
    value = content.get(name, "")
    if value is None:
        value = ""
    if not isinstance(value, str) or (required and not value.strip()):
        raise BadInput(f"缺少“{name}”，或者它不是文字。")
    return value


def flag_of(content: Mapping[str, Any], name: str, *, default: bool = False) -> bool:
    """A true or false of the object.

    Raises:
        BadInput: it is neither.
    """
    value = content.get(name, default)
    if not isinstance(value, bool):
        raise BadInput(f"“{name}”应该是 true 或 false。")
    return value


def room_of(content: Mapping[str, Any]) -> str:
    """The room of a talk that a message is for: `private` (with the mediator alone) or `joint`.

    Raises:
        BadInput: it names another; nothing is ever guessed where it decides who reads the words.
    """
    room = text_of(content, "room", required=False) or "private"
    if room not in {"private", "joint"}:
        raise BadInput("“room”应该是 private 或 joint。")
    return room


def number_of(content: Mapping[str, Any], name: str) -> int:
    """A whole number of the object, 0 or larger.

    Raises:
        BadInput: it is missing or something else.
    """
    value = content.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise BadInput(f"“{name}”应该是不小于 0 的整数。")
    return value


def client_id_of(content: Mapping[str, Any]) -> str:
    """The uuid that a client gave its message, in its one canonical spelling.

    Raises:
        BadInput: missing or no uuid.
    """
    try:
        return str(uuid.UUID(text_of(content, "client_id")))
    except ValueError:
        raise BadInput("“client_id”应该是 UUID。", hint="每条消息用一个新的 UUID；重发时用原来的。") from None
