"""The press: templates (the office's own before ours), Word, PDF, binding; see `bot.service.document_ports.Press`.

What draws and reads papers is imported where it is used: it takes a second that nobody should wait for at the start.
"""

import hashlib
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.documents import PDF, WORD
from bot.domain.form_fields import form_fields
from bot.domain.forms import FileForForms, FormKind
from bot.errors import BadInput
from bot.paper.example_file import EXAMPLE_FILE, EXAMPLE_STAMP
from bot.paper.layout import form_name
from bot.paper.office_program import OfficeProgram
from bot.service.document_ports import FilledForm, Sheet

if TYPE_CHECKING:
    from bot.paper.binding import Leaf
    from bot.paper.template_fields import TemplateProblem

_SHOWN = 5
"""Problems of a template that a message names."""


class PaperPress:
    """Makes papers from the templates of a folder, and from ours where it has none."""

    def __init__(self, folder: Path | None = None, program: OfficeProgram | None = None) -> None:
        self._folder = folder
        self._program = program or OfficeProgram()
        self._sound: dict[FormKind, str] = {}
        self._used: dict[FormKind, frozenset[str]] = {}
        self._lock = threading.Lock()

    def form_name(self, kind: FormKind) -> str:
        """Return how people call a form."""
        return form_name(kind)

    def template(self, kind: FormKind) -> bytes:
        """Return the template of a form: `KIND.docx` of the office's folder, else ours."""
        path = self._own(kind)
        return path.read_bytes() if path is not None else _built(kind)

    def problems(self, kind: FormKind) -> "tuple[TemplateProblem, ...]":
        """Return what is wrong with the template of a form."""
        from bot.paper.template_fields import template_problems

        return template_problems(self.template(kind), form_fields(EXAMPLE_FILE, EXAMPLE_STAMP))

    def fill(self, kind: FormKind, file: FileForForms, number: str, version: int) -> FilledForm:
        """Fill a form; the office's own template is looked through before its first use and after each change."""
        from bot.paper.filling import blank_fields, fill, stamped_fields

        template = self.template(kind)
        self._require_sound(kind, template)
        fields = stamped_fields(template, file, number, version)
        blanks = tuple(name for name in blank_fields(fields) if name in self._used[kind])
        return FilledForm(fill(template, fields), fields["校验码"], blanks)

    def to_pdf(self, files: Sequence[tuple[str, bytes]]) -> list[bytes]:
        """Convert Word files and pictures; PDF passes."""
        from bot.paper.binding import picture_page

        words = iter(self._program.to_pdf([(".docx", content) for kind, content in files if kind == WORD]))
        return [
            next(words) if kind == WORD else content if kind == PDF else picture_page("图片", content)
            for kind, content in files
        ]

    def pages_of(self, pdf: bytes) -> int:
        """Return how many pages a PDF has."""
        from bot.paper.binding import pages_of

        return pages_of(pdf)

    def bind(self, front: Sequence[Sheet], sheets: Sequence[Sheet], back: Sequence[Sheet], title: str) -> bytes:
        """Return one PDF, numbered and with bookmarks."""
        from bot.paper.binding import bind

        return bind(_leaves(front), _leaves(sheets), _leaves(back), title)

    def pack(self, files: Sequence[tuple[str, bytes]]) -> bytes:
        """Return a ZIP with a list of SHA-256 sums."""
        from bot.paper.binding import archive_zip

        return archive_zip(files)

    def _own(self, kind: FormKind) -> Path | None:
        path = self._folder / f"{kind.value}.docx" if self._folder else None
        return path if path is not None and path.is_file() else None

    def _require_sound(self, kind: FormKind, template: bytes) -> None:
        from bot.paper.template_fields import fields_used, template_problems

        digest = hashlib.sha256(template).hexdigest()
        with self._lock:
            if self._sound.get(kind) == digest:
                return
        if found := template_problems(template, form_fields(EXAMPLE_FILE, EXAMPLE_STAMP)):
            named = "；".join(str(problem) for problem in found[:_SHOWN])
            raise BadInput(
                f"“{form_name(kind)}”的模板有 {len(found)} 处不能用：{named}。", hint="请在 Word 里改正后再试。"
            )
        with self._lock:
            self._used[kind] = fields_used(template)
            self._sound[kind] = digest


def _leaves(sheets: Sequence[Sheet]) -> "list[Leaf]":
    from bot.paper.binding import Leaf

    return [Leaf(sheet.name, sheet.content) for sheet in sheets]


@cache
def _built(kind: FormKind) -> bytes:
    from bot.paper.word_template import build_template

    return build_template(kind)
