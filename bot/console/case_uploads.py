"""Files that wait between their preview and their import: in the data folder, one person's own, for two hours."""

import contextlib
import re
import time
from dataclasses import dataclass
from pathlib import Path

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from bot.domain.staff import StaffMember
from bot.errors import BadInput, FileTooLarge, NotFound
from bot.service.access_secrets import new_secret
from bot.web.keys import SETTINGS
from case_library.importers.formats import READERS

LARGEST_FILE = 64 * 1024 * 1024
"""Octets; larger collections go in by the command."""
_LARGEST_FIELD = 10_000
_KEPT_SECONDS = 2 * 3600
_CHUNK = 256 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")


@dataclass(frozen=True, slots=True)
class CaseUpload:
    """A file that was sent: where it lies, what it was called, and under which token its owner finds it again."""

    token: str
    path: Path
    name: str


async def receive_upload(request: web.Request, staff: StaffMember) -> tuple[CaseUpload, dict[str, str]]:
    """Write the file of a form to the data folder; give it and the other fields.

    Raises:
        HTTPUnsupportedMediaType: It is no such form.
        BadInput: It is broken, has no file, or a file of a kind that nobody reads.
        FileTooLarge: The file is too large; the rest is not read.
    """
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    folder = _folder(request, staff)
    fields: dict[str, str] = {}
    upload: CaseUpload | None = None
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                raise BadInput("发送的表单看不懂。")
            if part.filename is None:
                fields[part.name or ""] = (await part.read(decode=False))[:_LARGEST_FIELD].decode("utf-8")
            elif upload is None and part.filename:
                upload = await _written(part, folder)
    except (ValueError, AssertionError, HttpProcessingError):
        raise BadInput("发送的表单看不懂。", hint="请重新选择文件。") from None
    if upload is None:
        raise BadInput("请选择一个文件。")
    return upload, fields


def find_upload(request: web.Request, staff: StaffMember, token: str) -> CaseUpload:
    """Find a person's own file again.

    Raises:
        NotFound: There is none of his under this token, or no longer.
    """
    if _TOKEN.fullmatch(token):
        for path in _folder(request, staff).glob(f"{token}.*"):
            if path.suffix in READERS:
                name = path.with_suffix(".name")
                return CaseUpload(token, path, name.read_text("utf-8") if name.exists() else path.name)
    raise NotFound("这个文件已经不在了。", hint="请重新上传。")


def forget_upload(upload: CaseUpload) -> None:
    """Delete the file."""
    for path in (upload.path, upload.path.with_suffix(".name")):
        path.unlink(missing_ok=True)


async def _written(part: BodyPartReader, folder: Path) -> CaseUpload:
    name = Path(part.filename or "").name[:120]
    ending = Path(name).suffix.lower()
    if ending not in READERS or ending == ".sqlite3":
        raise BadInput("这种文件不能导入。", hint="可以用 Excel、CSV、Word（.docx）或 JSON Lines。")
    token = new_secret()
    path = folder / f"{token}{ending}"
    size = 0
    with path.open("wb") as file:
        while size <= LARGEST_FILE and (chunk := await part.read_chunk(_CHUNK)):
            size += len(chunk)
            file.write(chunk)
    if size > LARGEST_FILE:
        path.unlink()
        raise FileTooLarge(f"文件太大了，最多 {LARGEST_FILE // 1024 // 1024} MB。")
    path.with_suffix(".name").write_text(name, "utf-8")
    return CaseUpload(token, path, name)


def _folder(request: web.Request, staff: StaffMember) -> Path:
    """The person's folder, without what has waited too long."""
    whole = request.config_dict[SETTINGS].data_dir / "case_uploads"
    whole.mkdir(mode=0o700, exist_ok=True)
    folder: Path = whole / staff.id
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in whole.glob("*/*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _KEPT_SECONDS:
                path.unlink()
    return folder
