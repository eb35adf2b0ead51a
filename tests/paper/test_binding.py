"""The bound file: pages in order and numbered, bookmarks, pictures upright, sums that check."""

import hashlib
import zipfile
from io import BytesIO

import pytest
from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

from bot.errors import BadInput
from bot.paper.binding import BoundLeaf, Leaf, archive_zip, bind, pages_of, picture_page, place_leaves


def pdf(*texts: str, rotate: int = 0, size: tuple[float, float] = (595, 842)) -> bytes:
    document = FPDF(unit="pt", format=size)
    for text in texts:
        document.add_page()
        document.set_font("helvetica", size=20)
        document.text(100, 300, text)
    if not rotate:
        return bytes(document.output())
    writer = PdfWriter()
    for page in PdfReader(BytesIO(bytes(document.output()))).pages:
        writer.add_page(page).rotate(rotate)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(size: tuple[int, int], kind: str = "JPEG", orientation: int = 1) -> bytes:
    out = BytesIO()
    image = Image.new("RGB", size, "white")
    exif = image.getexif()
    exif[0x0112] = orientation
    image.save(out, kind, exif=exif)
    return out.getvalue()


def test_papers_are_numbered_through_and_bookmarked() -> None:
    leaves = [
        Leaf("甲", pdf("one", "two")),
        Leaf("乙", pdf("three", rotate=90)),
        Leaf("丙", pdf("four", size=(842, 595))),
    ]
    assert place_leaves(leaves) == (BoundLeaf("甲", 1, 2), BoundLeaf("乙", 3, 3), BoundLeaf("丙", 4, 4))
    bound = PdfReader(BytesIO(bind([Leaf("封面", pdf("cover"))], leaves, [Leaf("封底", pdf("back"))], "卷")))
    texts = [page.extract_text() for page in bound.pages]
    words = ["cover", "one", "two", "three", "four", "back"]
    assert [word in text for word, text in zip(words, texts, strict=True)] == [True] * 6
    assert [text.replace(word, "").strip() for word, text in zip(words, texts, strict=True)] == [
        "",
        "1",
        "2",
        "3",
        "4",
        "",
    ]
    assert [(entry.title, bound.get_destination_page_number(entry)) for entry in bound.outline] == [
        ("封面", 0),
        ("甲", 1),
        ("乙", 3),
        ("丙", 4),
        ("封底", 5),
    ]
    assert bound.metadata is not None
    assert bound.metadata.title == "卷"


def test_two_equal_papers_are_both_bound() -> None:
    same = Leaf("甲", pdf("one"))
    assert len(PdfReader(BytesIO(bind([], [same, same], [], "卷"))).pages) == 2


@pytest.mark.parametrize(
    ("size", "kind"), [((4000, 3000), "JPEG"), ((30, 9000), "PNG"), ((600, 800), "WEBP"), ((1, 1), "GIF")]
)
def test_a_picture_becomes_one_page(size: tuple[int, int], kind: str) -> None:
    content = picture_page("照片.jpg", picture(size, kind))
    assert pages_of(content) == 1
    assert len(content) < 400_000


def test_a_picture_stands_as_the_camera_was_held() -> None:
    page = PdfReader(BytesIO(picture_page("a.jpg", picture((400, 200), orientation=6)))).pages[0]
    shown = page.images[0].image
    assert shown is not None
    assert shown.height > shown.width


def test_what_cannot_be_bound_is_named() -> None:
    with pytest.raises(BadInput, match=r"坏\.jpg"):
        picture_page("坏.jpg", b"\xff\xd8\xff nothing")
    with pytest.raises(BadInput, match="读不了"):
        pages_of(b"%PDF-1.7 nothing")
    locked = PdfWriter(clone_from=PdfReader(BytesIO(pdf("secret"))))
    locked.encrypt("word", algorithm="RC4-128")
    out = BytesIO()
    locked.write(out)
    with pytest.raises(BadInput, match="密码"):
        pages_of(out.getvalue())


def test_the_zip_carries_sums_that_check() -> None:
    packed = zipfile.ZipFile(BytesIO(archive_zip([("01-申请书.docx", b"abc"), ("02-照片.jpg", b"")])))
    lines = packed.read("SHA256SUMS").decode().splitlines()
    assert len(lines) == 2
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256(packed.read(name)).hexdigest() == digest
