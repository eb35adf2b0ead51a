"""Files over HTTP: read from a form that is never held larger than allowed, answered so that no browser runs them."""

import asyncio
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.domain.attachments import LARGEST_FILE, Attachment, StoredAttachment, accept_file, too_large
from bot.errors import BadInput
from bot.web.json_body import client_id_of, room_of, text_of
from bot.web.pictures import require_harmless, small_picture

LARGEST_FORM = LARGEST_FILE + 128 * 1024
"""Octets: one file, its text, and what the form needs around them."""
LARGEST_FIELD = 64 * 1024
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
SOUNDS = frozenset({"audio/mpeg", "audio/ogg", "audio/webm", "audio/mp4", "audio/wav"})
SHOWN_IN_PLACE = PICTURES | SOUNDS
"""Kinds that a page shows or plays; everything else is only ever downloaded."""
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A message with its file, checked."""

    text: str
    client_id: str
    file: Attachment
    room: str = "private"


async def read_upload(request: web.Request) -> Upload:
    """Read a form with the fields `client_id`, one `file`, and perhaps `text`; memory stays bounded whatever is sent.

    Raises:
        HTTPUnsupportedMediaType: it is no such form.
        BadInput: it is broken, or the file is missing, empty, or of a kind that is not taken.
        FileTooLarge: the file is too large; the rest is not read.
    """
    fields, file = await read_file_form(request)
    if file is None:
        raise BadInput("没有收到文件。")
    return Upload(text_of(fields, "text", required=False), client_id_of(fields), file, room_of(fields))


async def read_file_form(request: web.Request) -> tuple[dict[str, str], Attachment | None]:
    """Read the fields of a form and its file, if any; an empty file field is none. Memory stays bounded.

    Raises:
        HTTPUnsupportedMediaType: it is no such form.
        BadInput: it is broken, has two files, or the file is of a kind that is not taken.
        FileTooLarge: the file is too large; the rest is not read.
    """
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    if (request.content_length or 0) > LARGEST_FORM:
        raise too_large()
    fields: dict[str, str] = {}
    file: Attachment | None = None
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or (part.filename is not None and file is not None):
                raise BadInput("一次只能发一个文件。")
            if part.filename == "":
                continue
            if part.filename is None:
                fields[part.name or ""] = (await _content(part, LARGEST_FIELD)).decode("utf-8")
            else:
                file = require_harmless(accept_file(part.filename, await _content(part, LARGEST_FILE)))
    except (ValueError, AssertionError, HttpProcessingError):
        raise BadInput("发送的表单看不懂。", hint="请用 multipart/form-data 重新发送。") from None
    return fields, file


async def _content(part: BodyPartReader, most: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        content += chunk
        if len(content) > most:
            raise too_large()
    return bytes(content)


async def stored_file(request: web.Request, file: Attachment) -> web.Response:
    """A stored file as it was asked for: whole, a small picture of it (`?size=small`), or a stretch of a sound.

    Raises:
        NotFound: there is no small picture of it.
    """
    if request.query.get("size") == "small":
        return file_answer(await asyncio.to_thread(small_picture, file))
    return file_answer(file, _stretch(request, file))


def _stretch(request: web.Request, file: Attachment) -> slice | None:
    """The one stretch that was asked for; players of Safari play nothing without it."""
    try:
        wanted = request.http_range
    except ValueError:
        return None
    if file.media_type not in SOUNDS or (wanted.start is None and wanted.stop is None):
        return None
    start, stop, _ = wanted.indices(len(file.content))
    return slice(start, stop) if start < stop else None


def file_answer(file: Attachment, stretch: slice | None = None) -> web.Response:
    """A stored file; a page may show pictures and play sounds, a browser never runs anything of it."""
    shown = file.media_type in SHOWN_IN_PLACE
    manner = "inline" if shown else "attachment"
    part = {}
    if stretch is not None:
        part["Content-Range"] = f"bytes {stretch.start}-{stretch.stop - 1}/{len(file.content)}"
    if file.media_type in SOUNDS:
        part["Accept-Ranges"] = "bytes"
    return web.Response(
        body=file.content if stretch is None else file.content[stretch],
        status=200 if stretch is None else 206,
        content_type=file.media_type if shown else "application/octet-stream",
        headers={
            **part,
            "Content-Disposition": f"{manner}; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )


def attachment_json(file: StoredAttachment) -> dict[str, Any]:
    """A file as a message names it; the content is fetched by its id. `picture` may be shown, `sound` played."""
    return {
        "id": file.id,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "picture": file.media_type in PICTURES,
        "sound": file.media_type in SOUNDS,
    }
