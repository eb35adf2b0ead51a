"""JSON Lines: entries of our own format, or objects with anyone's field names."""

import json
from collections.abc import Iterator
from pathlib import Path

from case_library.errors import CaseFileError
from case_library.importers.raw_rows import RawRow
from case_library.wording import wording


def read_json_lines(path: Path) -> Iterator[RawRow]:
    """Give one row a line; empty lines are passed over, a broken line is named and the others go on."""
    say = wording()["imports"]
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                try:
                    line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
                except UnicodeDecodeError:
                    yield RawRow(number, problem=say["not_utf8"])
                    continue
                if not line:
                    continue
                try:
                    values = json.loads(line)
                except (ValueError, RecursionError):
                    yield RawRow(number, problem=say["not_json"])
                    continue
                if not isinstance(values, dict):
                    yield RawRow(number, problem=say["not_object"])
                elif "\\u" in line and not _is_text(values):
                    yield RawRow(number, problem=say["not_utf8"])
                else:
                    yield RawRow(number, values)
    except OSError as error:
        raise CaseFileError(f"文件 {path} 读不了：请检查路径和权限") from error


def _is_text(values: object) -> bool:
    """Say whether escapes in a line gave characters that can be written: half of a pair cannot."""
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
