"""The file of an import between a form, the database where it waits, and the disk where a reader opens it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.domain.staff import StaffMember
from bot.errors import BadInput
from bot.service.case_ports import KeptUpload
from bot.service.case_uploads import PART, keep_upload, read_upload
from bot.web.keys import DESK
from case_library.importers.formats import READERS

_LARGEST_FIELD = 10_000
_CHUNK = 256 * 1024


async def receive_upload(request: web.Request, staff: StaffMember) -> tuple[KeptUpload, dict[str, str]]:
    """Keep the file of a form; give it and the other fields.

    Raises:
        HTTPUnsupportedMediaType: It is no such form.
        BadInput: It is broken, has no file, or a file of a kind that nobody reads.
        FileTooLarge: The file is too large; the rest is not read.
    """
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    fields: dict[str, str] = {}
    upload: KeptUpload | None = None
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise BadInput("发送的表单看不懂。")
            if part.filename is None:
                fields[part.name or ""] = (await part.read(decode=False))[:_LARGEST_FIELD].decode("utf-8")
            elif upload is None and part.filename:
                name = _readable(part.filename)
                upload = await keep_upload(request.config_dict[DESK], staff, name, _parts(part))
    except (ValueError, AssertionError, HttpProcessingError):
        raise BadInput("发送的表单看不懂。", hint="请重新选择文件。") from None
    if upload is None:
        raise BadInput("请选择一个文件。")
    return upload, fields


@asynccontextmanager
async def on_disk(request: web.Request, staff: StaffMember, upload: KeptUpload) -> AsyncIterator[Path]:
    """Lay a person's own file on the disk of this process for as long as it is read.

    Raises:
        NotFound: It is gone.
    """
    with tempfile.TemporaryDirectory(prefix="fengqiao-upload-") as folder:
        path = Path(folder) / f"file{Path(upload.name).suffix.lower()}"
        with path.open("wb") as file:
            async for content in read_upload(request.config_dict[DESK], staff, upload):
                await asyncio.to_thread(file.write, content)
        yield path


def _readable(filename: str) -> str:
    name = Path(filename).name
    ending = Path(name).suffix.lower()
    if ending not in READERS or ending == ".sqlite3":
        raise BadInput("这种文件不能导入。", hint="可以用 Excel、CSV、Word（.docx）或 JSON Lines。")
    return name


async def _parts(part: BodyPartReader) -> AsyncIterator[bytes]:
    gathered = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        gathered += chunk
        if len(gathered) >= PART:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)
