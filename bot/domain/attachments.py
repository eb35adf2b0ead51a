"""A file that a citizen or a staff member sent: checked by what it is, never by what it claims to be."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from bot.errors import BadInput, FileTooLarge

LARGEST_FILE = 10 * 1024 * 1024
"""Octets; a photo of a contract has two to six million."""
LONGEST_NAME = 80
MOST_FILES = 40
"""Files one talk may have."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as received. `media_type` was found in the content; `name` is safe to show and to save under."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """A file after it was saved with its message: everything but the content. `size` counts octets."""

    id: str
    name: str
    media_type: str
    size: int


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _riff(kind: bytes) -> Callable[[bytes], bool]:
    return lambda content: content[:4] == b"RIFF" and content[8:12] == kind


def _office(folder: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(b"PK\x03\x04") and b"[Content_Types].xml" in content and folder in content


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


_CLUSTER = b"\x1f\x43\xb6\x75"
"""Matroska's mark of a stretch of sound or picture (RFC 9559, section 5.1.3)."""
_HEAD = 64 * 1024
"""Octets in which a sound or film says which of the two it is."""


def _sound_of_webm(content: bytes) -> bool:
    """What browsers record: Matroska of the kind `webm` with a track of sound and none of pictures.

    The tracks are named before the first cluster; in the sound itself any two letters turn up by chance.
    """
    head = content[:_HEAD].split(_CLUSTER, 1)[0]
    return head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64] and b"A_" in head and b"V_" not in head


def _sound_of_mp4(content: bytes) -> bool:
    """What Safari records, and telephones' voice memos: MP4 with a track of sound and none of pictures."""
    head = content[:_HEAD] + content[-_HEAD:]  # the list of tracks stands at either end
    return content[4:8] == b"ftyp" and b"soun" in head and b"vide" not in head


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS: tuple[tuple[str, frozenset[str], Callable[[bytes], bool]], ...] = (
    ("image/jpeg", frozenset({".jpg", ".jpeg"}), _starts(b"\xff\xd8\xff")),
    ("image/png", frozenset({".png"}), _starts(b"\x89PNG\r\n\x1a\n")),
    ("image/gif", frozenset({".gif"}), _starts(b"GIF87a", b"GIF89a")),
    ("image/webp", frozenset({".webp"}), _riff(b"WEBP")),
    ("application/pdf", frozenset({".pdf"}), _starts(b"%PDF-")),
    (_WORD, frozenset({".docx"}), _office(b"word/")),
    (_SHEET, frozenset({".xlsx"}), _office(b"xl/")),
    ("audio/mpeg", frozenset({".mp3"}), _starts(b"ID3", b"\xff\xfb", b"\xff\xf3")),
    ("audio/ogg", frozenset({".ogg", ".oga"}), _starts(b"OggS")),
    ("audio/webm", frozenset({".weba", ".webm"}), _sound_of_webm),
    ("audio/mp4", frozenset({".m4a", ".mp4"}), _sound_of_mp4),
    ("audio/wav", frozenset({".wav"}), _riff(b"WAVE")),
    ("audio/amr", frozenset({".amr"}), _starts(b"#!AMR")),
    ("audio/mp4", frozenset({".m4a"}), lambda content: content[4:11] == b"ftypM4A"),
    ("audio/3gpp", frozenset({".3gp"}), lambda content: content[4:10] == b"ftyp3g"),
    ("text/plain", frozenset({".txt"}), _is_text),
)
"""Media type, endings that fit it, and how its content is recognised. HTML, SVG and programs are text at most, and are
only ever served as a download."""


def accept_file(name: str, content: bytes) -> Attachment:
    """Check a file and give it a harmless name.

    Args:
        name: as the sender called it; path parts, control and direction characters are dropped.
        content: all octets.

    Raises:
        FileTooLarge: more than `LARGEST_FILE`.
        BadInput: empty, of a kind that is not taken, or its ending contradicts its content.
    """
    if not content:
        raise BadInput("这个文件是空的。")
    if len(content) > LARGEST_FILE:
        raise too_large()
    stem, ending = _safe_name(name)
    for media_type, endings, fits in _KINDS:
        if fits(content):
            if ending and ending not in endings:
                raise BadInput("这个文件的内容和它的后缀名对不上，不能收。", hint="请发原来的照片或文件。")
            return Attachment(stem + (ending or min(endings)), media_type, content)
    raise BadInput("这种文件不能收。", hint="可以发照片、PDF、Word、Excel、录音或文本文件。")


def too_large() -> FileTooLarge:
    """The error for a file that is larger than `LARGEST_FILE`."""
    return FileTooLarge(f"这个文件太大，最多 {LARGEST_FILE // 1024 // 1024} MB。", hint="可以拍成照片再发。")


def require_room_for(more: int, present: int) -> None:
    """Check that a talk takes so many more files.

    Raises:
        BadInput: it would have more than `MOST_FILES`.
    """
    if present + more > MOST_FILES:
        raise BadInput(f"一次谈话最多收 {MOST_FILES} 个文件。", hint="其余的请当面带去，或等接手的人告诉您怎么交。")


def _safe_name(name: str) -> tuple[str, str]:
    """Stem and lower-case ending without anything that means something to a file system, a page or a reader's eye."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] not in "CZ" or c == " ")
    kept = re.sub(r'[<>:"/\\|?*]', "", kept).strip(" .")
    path = PurePosixPath(kept)
    ending = path.suffix.lower() if re.fullmatch(r"\.[a-z0-9]{1,5}", path.suffix.lower()) else ""
    stem = (kept[: -len(ending)] if ending else kept)[:LONGEST_NAME].strip(" .")
    return stem or "文件", ending
