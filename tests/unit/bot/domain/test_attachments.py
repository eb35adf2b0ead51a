"""A file is what its content says; its name becomes harmless."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attachments import LARGEST_FILE, MOST_FILES, accept_file, require_room_for
from bot.errors import BadInput, FileTooLarge

JPEG = b"\xff\xd8\xff\xe0picture"


def office(folder: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<x/>")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (JPEG, "a.JPG", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nx", "a.png", "image/png"),
        (b"GIF89ax", "a.gif", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPx", "a.webp", "image/webp"),
        (b"%PDF-1.7", "a.pdf", "application/pdf"),
        (b"OggSx", "voice.ogg", "audio/ogg"),
        (b"#!AMR\n", "a.amr", "audio/amr"),
        ("欠条".encode(), "a.txt", "text/plain"),
        ("欠条".encode("gb18030"), "a.txt", "text/plain"),
    ],
)
def test_kinds_are_known_by_content(content: bytes, name: str, media_type: str) -> None:
    assert accept_file(name, content).media_type == media_type
    assert accept_file("no-ending", content).media_type == media_type


def test_office_files_are_told_apart_from_other_archives() -> None:
    assert accept_file("a.docx", office("word")).media_type.endswith("wordprocessingml.document")
    assert accept_file("a.xlsx", office("xl")).media_type.endswith("spreadsheetml.sheet")
    for content, name in ((office("other"), "a.docx"), (office("word"), "a.xlsx"), (office("word"), "a.zip")):
        with pytest.raises(BadInput):
            accept_file(name, content)


@pytest.mark.parametrize("content", [b"", b"\x7fELF\x00", b"MZ\x00\x00", b"\x00" * 20])
def test_what_is_not_taken(content: bytes) -> None:
    with pytest.raises(BadInput):
        accept_file("a", content)


def test_size_and_number_are_limited() -> None:
    assert len(accept_file("a.jpg", JPEG + b"\x00" * (LARGEST_FILE - len(JPEG))).content) == LARGEST_FILE
    with pytest.raises(FileTooLarge):
        accept_file("a.jpg", JPEG + b"\x00" * LARGEST_FILE)
    require_room_for(1, MOST_FILES - 1)
    with pytest.raises(BadInput):
        require_room_for(1, MOST_FILES)


@given(st.text(max_size=300))
def test_any_name_becomes_harmless(name: str) -> None:
    try:
        safe = accept_file(name, b"text").name
    except BadInput:
        return  # an ending of another kind
    assert safe.endswith(".txt")
    assert 5 <= len(safe) <= 90
    assert not set(safe) & set('/\\<>:"|?*\x00\r\n\u202e\u200b')
    assert not safe.startswith(".")
    safe.encode("utf-8")


def recording(tracks: bytes, sound: bytes) -> bytes:
    """A Matroska file as a browser writes it: head, tracks, then clusters of sound or picture."""
    return b"\x1aE\xdf\xa3\x42\x82\x84webm" + tracks + b"\x1f\x43\xb6\x75" + sound


def test_a_recording_is_known_by_its_tracks_and_not_by_letters_in_its_sound() -> None:
    """Two letters that name a picture track elsewhere stand in one recording of two by mere chance."""
    kept = accept_file("voice.webm", recording(b"A_OPUS", b"\x01V_\x02" * 50))
    assert kept.media_type == "audio/webm"
    with pytest.raises(BadInput):
        accept_file("film.webm", recording(b"A_OPUS V_VP9", b"\x01\x02"))
