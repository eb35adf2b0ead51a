"""Pictures that people send: none that would fill the memory when it is opened, and small ones for the talk."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.domain.attachments import Attachment
from bot.errors import BadInput, NotFound

MOST_PIXELS: Final = 50_000_000
"""A phone's best photo has 48 million (Pillow warns at 89 and refuses at 179); opened it takes three octets a pixel."""
SMALL: Final = 480
"""Longest side of a small picture in pixels; a talk shows it at half of that on dense screens."""
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")


def require_harmless(file: Attachment) -> Attachment:
    """Return the file, if it is no picture that unfolds to more than `MOST_PIXELS`. Only its head is read.

    Raises:
        BadInput: it is one.
    """
    if not file.media_type.startswith("image/"):
        return file
    try:
        with Image.open(BytesIO(file.content), formats=_FORMATS) as picture:
            width, height = picture.size
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return file  # a broken picture is harmless: nobody can show it, and it is still what was sent
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    return file


def small_picture(file: Attachment) -> Attachment:
    """Return a small JPEG or PNG of a picture, turned as the camera was held, without place and other marks of it.

    Raises:
        NotFound: it cannot be shown small; the file itself can still be saved.
    """
    if not file.media_type.startswith("image/"):
        raise _not_small()
    try:
        with Image.open(BytesIO(require_harmless(file).content), formats=_FORMATS) as opened:
            opened.draft("RGB", (SMALL, SMALL))
            picture = ImageOps.exif_transpose(opened)
            clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
            picture = picture.convert("RGBA" if clear else "RGB")
            picture.thumbnail((SMALL, SMALL))
            content = BytesIO()
            kind = "PNG" if clear else "JPEG"
            picture.save(content, kind, **({} if clear else {"quality": 80}))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, BadInput, Image.DecompressionBombError):
        raise _not_small() from None
    return Attachment(file.name, f"image/{kind.lower()}", content.getvalue())


def _too_many_pixels() -> BadInput:
    return BadInput("这张图片的像素太多，打开会占满内存，不能收。", hint="请用手机拍一张普通照片再发。")


def _not_small() -> NotFound:
    return NotFound("这个文件没有缩略图。")
