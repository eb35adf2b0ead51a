"""Pictures and sounds that people send: none that fills the memory, small ones for the talk, sounds told from films."""

import io
import struct
import zlib

import pytest
from PIL import Image

from bot.domain.attachments import Attachment, accept_file
from bot.errors import BadInput, NotFound
from bot.web.pictures import MOST_PIXELS, SMALL, require_harmless, small_picture


def picture(kind: str, size: tuple[int, int] = (1200, 900), mode: str = "RGB") -> Attachment:
    written = io.BytesIO()
    Image.new(mode, size, "red").save(written, kind)
    return accept_file(f"a.{kind.lower()}", written.getvalue())


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few octets that says it is very large."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_small_picture_of_each_kind(kind: str) -> None:
    small = small_picture(picture(kind))
    with Image.open(io.BytesIO(small.content)) as opened:
        assert max(opened.size) == SMALL
        assert opened.format in {"JPEG", "PNG"}
    assert len(small.content) < 20_000


def test_a_small_picture_keeps_what_is_clear_and_drops_where_it_was_taken() -> None:
    small = small_picture(picture("PNG", mode="RGBA"))
    assert small.media_type == "image/png"
    written, marks = io.BytesIO(), Image.Exif()
    marks[0x8825] = {1: "N", 2: (28.0, 13.0, 0.0)}
    marks[0x0112] = 6  # the camera was held upright
    Image.new("RGB", (800, 400), "red").save(written, "JPEG", exif=marks)
    with Image.open(io.BytesIO(small_picture(accept_file("a.jpg", written.getvalue())).content)) as opened:
        assert opened.size[1] > opened.size[0]
        assert not opened.getexif()


@pytest.mark.parametrize("size", [(50_000, 50_000), (20_000, 10_000), (1, MOST_PIXELS + 1)])
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head(size: tuple[int, int]) -> None:
    with pytest.raises(BadInput, match="像素"):
        require_harmless(accept_file("a.png", bomb(*size)))
    with pytest.raises(NotFound):
        small_picture(Attachment("a.png", "image/png", bomb(*size)))


def test_a_broken_picture_is_kept_and_has_no_small_one() -> None:
    broken = accept_file("a.jpg", b"\xff\xd8\xff\xe0" + b"picture" * 50)
    assert require_harmless(broken) is broken
    for file in (broken, accept_file("a.txt", b"text")):
        with pytest.raises(NotFound):
            small_picture(file)


WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webmB\x87\x81\x04" + b"\x00" * 40
MP4 = b"\x00\x00\x00\x1cftypiso5\x00\x00\x02\x00iso5iso6mp41" + b"\x00" * 40


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (WEBM + b"A_OPUS", "语音消息.webm", "audio/webm"),
        (MP4 + b"hdlr\x00\x00soun", "语音消息.m4a", "audio/mp4"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "a.wav", "audio/wav"),
        (b"OggSx", "voice.ogg", "audio/ogg"),
    ],
)
def test_sounds_are_known_by_content(content: bytes, name: str, media_type: str) -> None:
    assert accept_file(name, content).media_type == media_type


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (WEBM + b"V_VP8A_OPUS", "film.webm"),
        (WEBM, "nothing.webm"),
        (MP4 + b"vide soun", "film.mp4"),
        (WEBM + b"A_OPUS", "lying.m4a"),
        (MP4 + b"soun", "lying.mp3"),
    ],
)
def test_films_and_sounds_that_lie_are_refused(content: bytes, name: str) -> None:
    with pytest.raises(BadInput):
        accept_file(name, content)
