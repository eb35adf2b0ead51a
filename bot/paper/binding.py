"""Binds a file: pages of all papers in their order, numbered, with bookmarks, as one PDF and one ZIP."""

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from fpdf import FPDF
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from bot.errors import BadInput

_POINTS = 72 / 25.4
"""Points of a millimetre."""
_WIDTH, _HEIGHT, _MARGIN = 210 * _POINTS, 297 * _POINTS, 18 * _POINTS
"""A4."""
_WIDEST_PICTURE = 1800
"""Pixels; a page printed at 200 dots an inch needs no more."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One paper of the file as PDF, with its name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class BoundLeaf:
    """A paper in the bound file: from which to which page; pages count from 1 after cover and contents."""

    name: str
    first: int
    last: int


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has.

    Raises:
        BadInput: It cannot be read, or is locked with a password.
    """
    return len(_reader(content).pages)


def place_leaves(leaves: Sequence[Leaf]) -> tuple[BoundLeaf, ...]:
    """Number the pages of papers one after the other."""
    placed, last = [], 0
    for leaf in leaves:
        first, last = last + 1, last + pages_of(leaf.content)
        placed.append(BoundLeaf(leaf.name, first, last))
    return tuple(placed)


def bind(front: Sequence[Leaf], leaves: Sequence[Leaf], back: Sequence[Leaf], title: str) -> bytes:
    """Return one PDF with a bookmark for each paper.

    Args:
        front: Cover and contents: not numbered.
        leaves: The papers: numbered from 1 at the upper right corner.
        back: The closing note: not numbered.
        title: Title of the document.
    """
    writer = PdfWriter()
    number = 0
    for numbered, parts in ((False, front), (True, leaves), (False, back)):
        for leaf in parts:
            begins = len(writer.pages)
            for page in _reader(leaf.content).pages:
                added = writer.add_page(page)
                if numbered:
                    number += 1
                    _number(added, number)
            writer.add_outline_item(leaf.name, begins)
    writer.add_metadata({"/Title": title})
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def picture_page(name: str, content: bytes) -> bytes:
    """Return a picture as a PDF page, turned as the camera was held and made no larger than paper needs.

    Raises:
        BadInput: The picture cannot be read.
    """
    try:
        with Image.open(BytesIO(content)) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        raise BadInput(f"图片“{name}”打不开，不能编进卷里。", hint="请重新拍照或扫描后上传。") from None
    upright.thumbnail((_WIDEST_PICTURE, _WIDEST_PICTURE * 2))
    document = _blank(_WIDTH, _HEIGHT)
    scale = min((_WIDTH - 2 * _MARGIN) / upright.width, (_HEIGHT - 2 * _MARGIN) / upright.height)
    document.image(upright, _MARGIN, _MARGIN, upright.width * scale, upright.height * scale)
    return bytes(document.output())


def archive_zip(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a ZIP of files with a list of their SHA-256 sums, in the form that `sha256sum -c` reads."""
    out = BytesIO()
    listed = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files:
            packed.writestr(name, content)
            listed.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
        packed.writestr("SHA256SUMS", "".join(listed))
    return out.getvalue()


def _reader(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise BadInput("有一个 PDF 设了密码，不能编进卷里。", hint="请去掉密码后重新上传。")
        len(reader.pages)
    except PyPdfError:
        raise BadInput("有一个 PDF 读不了，不能编进卷里。", hint="请重新打印成 PDF 后上传。") from None
    return reader


def _number(page: PageObject, number: int) -> None:
    page.transfer_rotation_to_content()  # else the number of a turned page would stand at another corner
    box = page.mediabox
    stamp = PdfReader(BytesIO(_stamp(number, float(box.width), float(box.height)))).pages[0]
    page.merge_transformed_page(stamp, Transformation().translate(float(box.left), float(box.bottom)))


def _blank(width: float, height: float) -> FPDF:
    """One empty page, in points."""
    document = FPDF(unit="pt", format=(width, height))
    document.set_auto_page_break(auto=False)
    document.set_margin(0)
    document.add_page()
    return document


def _stamp(number: int, width: float, height: float) -> bytes:
    """A page with nothing but its number at the upper right corner."""
    document = _blank(width, height)
    document.set_font("helvetica", size=11)
    document.text(width - 20 * _POINTS, 12 * _POINTS, str(number))
    return bytes(document.output())
