"""JSON Lines in, JSON Lines out: rows in their order, a bad row as an error line, nothing else on standard output."""

import json
import os
import queue
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from bot.domain.messages import LONGEST_TEXT
from bot.errors import BadInput

STANDARD_INPUT = "-"
BAD_ROW_STATUS = 2
_AHEAD = 64
"""Rows read ahead of the one whose result is written."""
_KNOWN = frozenset({"id", "text"})
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""What JSON and the command line can bring, but no text can hold: half of a surrogate pair without the other."""


class RowError(ValueError):
    """A row that cannot be used; `code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the input: its number from 1, and the object or what is wrong with the line."""

    line: int
    value: Mapping[str, Any] | None
    problem: RowError | None = None

    @property
    def id(self) -> Any:
        """The id, or None where the row has none that can be given back."""
        given = None if self.value is None else self.value.get("id")
        return given if isinstance(given, str | int | float) and not isinstance(given, bool) else None


def text_of(row: Mapping[str, Any]) -> str:
    """Give the text of a row.

    Raises:
        RowError: It has none, or a longer one than a message may be.
    """
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise RowError("no_text", "这一行没有 text，或者 text 是空的")
    if len(text) > LONGEST_TEXT:
        raise RowError("message_too_long", f"text 有 {len(text)} 个字，最多 {LONGEST_TEXT} 个字")
    return whole_characters(text)


def whole_characters(text: str) -> str:
    """Put a sign of the same length where half a character stands, which no word list, index or database takes."""
    return _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)


def brought_along(row: Mapping[str, Any], known: Iterable[str] = _KNOWN) -> dict[str, Any]:
    """Give what the input carries beside the known fields, as `{"input": {…}}`, or nothing."""
    more = {key: value for key, value in row.items() if key not in set(known)}
    return {"input": more} if more else {}


def run_rows(
    source: str | None, output: Path | None, answer: Callable[[Mapping[str, Any]], dict[str, Any]], unit: str = "条"
) -> int:
    """Answer every row of a file; return the exit status (0, or 2 where a row was bad).

    Args:
        source: A file, or `-` or None for standard input.
        output: A file to write, or None for standard output; a file appears only when it is whole.
        answer: Gives the result object of a row; may raise RowError.
        unit: What the progress bar counts.

    Raises:
        BadInput: The file cannot be read or written.
    """
    bad = False
    with _opened(source) as (stream, size), _written(output) as out:
        rows = _with_progress(read_rows(stream), size, unit, to_terminal=output is None and sys.stdout.isatty())
        for result in _in_order(rows, answer):
            bad = bad or "error" in result
            out.write(one_line(result) + "\n")
            if output is None:
                out.flush()
    return BAD_ROW_STATUS if bad else 0


def read_rows(stream: Iterable[bytes]) -> Iterator[Row]:
    """Read the lines; blank ones are passed over."""
    for number, raw in enumerate(stream, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            yield Row(number, None, RowError("not_utf8", "这一行不是 UTF-8 编码"))
            continue
        if not line.strip():
            continue
        try:
            value = json.loads(line, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            yield Row(number, None, RowError("not_json", "这一行不是合法的 JSON"))
            continue
        if isinstance(value, dict):
            yield Row(number, value)
        else:
            yield Row(
                number, None, RowError("not_object", '这一行应当是一个 JSON 对象，例如 {"id": "a1", "text": "…"}')
            )


def _refuse_constant(name: str) -> None:
    """Refuse NaN and Infinity, which Python reads but JSON does not know: what comes back must be JSON again."""
    raise ValueError(name)


def one_line(result: Mapping[str, Any]) -> str:
    """Give an object as one line; halves of characters, which no encoding takes, stay escaped."""
    line = json.dumps(result, ensure_ascii=False)
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(result)
    return line


def error_line(row: Row, problem: RowError) -> dict[str, Any]:
    """Give the result of a bad row."""
    return {"id": row.id, "line": row.line, "error": {"code": problem.code, "message": str(problem)}}


def _in_order(rows: Iterable[Row], answer: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Answer rows in several threads and give the results in the order of the rows, each as soon as it is ready.

    The rows are read in a thread of their own: who sends one row and waits for its answer gets it.
    """
    waiting: queue.Queue[Future[dict[str, Any]] | BaseException | None] = queue.Queue(maxsize=_AHEAD)
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as workers:

        def read() -> None:
            try:
                for row in rows:
                    waiting.put(workers.submit(_answered, row, answer))
            except BaseException as error:  # noqa: BLE001 - it is raised again where the results are read
                waiting.put(error)
            else:
                waiting.put(None)

        threading.Thread(target=read, daemon=True).start()
        while (result := waiting.get()) is not None:
            if isinstance(result, BaseException):
                raise result
            yield result.result()


def _answered(row: Row, answer: Callable[[Mapping[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    if row.value is None:
        return error_line(row, row.problem or RowError("not_json", ""))
    try:
        return {**answer(row.value), "id": row.id}
    except RowError as problem:
        return error_line(row, problem)


@contextmanager
def _opened(source: str | None) -> Iterator[tuple[BinaryIO, int | None]]:
    if source is None or source == STANDARD_INPUT:
        yield sys.stdin.buffer, None
        return
    path = Path(source)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise BadInput(f"文件 {path} 读不了（{error.strerror}）。", hint="请检查路径和权限。") from None
    with stream:
        yield stream, path.stat().st_size


@contextmanager
def _written(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    draft = output.with_name(f".{output.name}.part")
    try:
        with draft.open("w", encoding="utf-8") as out:
            yield out
        draft.replace(output)
    except OSError as error:
        raise BadInput(f"文件 {output} 写不了（{error.strerror}）。", hint="请检查文件夹是否存在、能否写入。") from None
    finally:
        draft.unlink(missing_ok=True)


def _with_progress(rows: Iterator[Row], size: int | None, unit: str, *, to_terminal: bool) -> Iterator[Row]:
    """Show a bar on a terminal; results that go to the same terminal would break it, and a pipe wants none."""
    if not sys.stderr.isatty() or to_terminal or (not sys.stdout.isatty() and size is None):
        yield from rows
        return
    from tqdm import tqdm

    yield from tqdm(rows, unit=unit, file=sys.stderr)
