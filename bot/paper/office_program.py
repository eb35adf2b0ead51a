"""Word, Excel and text files to PDF by LibreOffice without a screen."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from bot.errors import Unavailable

SECONDS = 120
"""One start takes two seconds, one form half a second more."""


class OfficeProgram:
    """LibreOffice with a settings folder of its own in this process; one conversion at a time.

    Two runs over one settings folder disturb each other, and the user's own folder may be open on his screen.
    """

    def __init__(self, program: str = "soffice", *, seconds: float = SECONDS) -> None:
        self._program = program
        self._seconds = seconds
        self._lock = threading.Lock()
        self._folder: Path | None = None

    @property
    def is_there(self) -> bool:
        """Whether the program is installed."""
        return shutil.which(self._program) is not None

    def to_pdf(self, files: Sequence[tuple[str, bytes]]) -> list[bytes]:
        """Convert files in one go, in their order.

        Args:
            files: Ending (`.docx`) and content of each.

        Raises:
            Unavailable: LibreOffice is not installed, takes too long, or cannot read a file.
        """
        if not files:
            return []
        program = shutil.which(self._program)
        if program is None:
            raise Unavailable(
                "这台机器没有装 LibreOffice，不能生成 PDF。",
                hint="请先用 Word 版，或安装 libreoffice-writer-nogui（用 FENGQIAO_SOFFICE 指明位置）。",
            )
        with self._lock, tempfile.TemporaryDirectory(prefix="fengqiao-pdf-") as name:
            folder = Path(name)
            sources = []
            for number, (ending, content) in enumerate(files):
                source = folder / f"{number:04d}{ending}"
                source.write_bytes(content)
                sources.append(source)
            self._run(program, folder, sources)
            return [_read(source.with_suffix(".pdf")) for source in sources]

    def _run(self, program: str, folder: Path, sources: Sequence[Path]) -> None:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="fengqiao-office-"))
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)
        command = [
            program,
            f"-env:UserInstallation={self._folder.as_uri()}",
            *("--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(folder)),
            *map(str, sources),
        ]
        running = subprocess.Popen(  # noqa: S603 - the operator names the program, the file names are ours
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            running.wait(self._seconds)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            raise Unavailable(
                f"生成 PDF 超过 {self._seconds:g} 秒，已经停下。", hint="请稍后再试，或先用 Word 版。"
            ) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Unavailable("这个文件转不成 PDF。", hint="请用 Word 打开核对，另存后再试。") from None
