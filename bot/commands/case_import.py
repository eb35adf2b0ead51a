"""Importing case files by command: which column is what, as given or asked for, and what came of every file."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from bot.commands.chosen_day import today_of
from bot.errors import BadInput
from case_library.importers.raw_rows import RawRow
from case_library.library import CaseLibrary
from case_library.story_reader import StoryReader

BAD_INPUT = 2
_NEEDED = "story"
"""The one field that nothing else can stand for: a title is cut from it, the kind is read from it."""
_LOOKED_AT = 20
_SAMPLE = 24


def import_files(
    arguments: argparse.Namespace,
    library: CaseLibrary,
    read: StoryReader,
    progress: Callable[[Iterable[RawRow]], Iterable[RawRow]],
) -> int:
    """Import the files one after another; return the exit status (2: rows were refused, 1: a file has none).

    Raises:
        BadInput: a column is given wrongly, or nobody says which column tells what happened.
        CaseLibraryError: a file cannot be read.
    """
    from case_library.importers.import_file import import_file
    from case_library.importers.import_report import left_out_told, understood_in

    given = _given(arguments.column)
    refused = empty = False
    for path in arguments.files:
        columns = _with_the_story(path, given)
        report = import_file(
            path,
            library,
            columns=columns,
            source=arguments.source,
            read=read,
            today=today_of(arguments),
            progress=progress,
        )
        if not report.rows:
            empty = True
            print(f"{path}：文件里没有案例，什么也没有导入。{_what_a_file_holds(path)}", file=sys.stderr)
            continue
        print(
            f"{path}：读到 {report.rows} 行，新增 {report.added}，更新 {report.updated}，"
            f"不变 {report.unchanged}，没有采用 {len(report.problems)}，疑似重复 {len(report.near_duplicates)}"
        )
        if understood := understood_in(report):
            print(f"  {understood}")
        if report.unused_columns:
            hint = "要用就加上 --column 栏目=字段，例如 --column 经过=事情经过"
            print(f"  没有用到的栏目：{'、'.join(report.unused_columns)}（{hint}）", file=sys.stderr)
        if left_out := left_out_told(report):
            print(f"  {left_out}", file=sys.stderr)
        for problem in report.problems:
            print(f"  {problem.place}：{'；'.join(problem.reasons)}", file=sys.stderr)
        for near in report.near_duplicates:
            print(f"  疑似重复：{near.id} 与 {near.other_id}（相似 {near.likeness:.0f}%）", file=sys.stderr)
        refused = refused or bool(report.problems)
    return BAD_INPUT if refused or empty else 0


def _what_a_file_holds(path: Path) -> str:
    endings = {
        ".docx": "Word文档要有“案情简介”“调解结果”这样的小标题，或者第一行是栏目名称的表格。",
        ".jsonl": "每行应当是一个 JSON 对象。",
        ".ndjson": "每行应当是一个 JSON 对象。",
    }
    return endings.get(path.suffix.lower(), "表格第一行应当是栏目名称，从第二行起每行一个案例。")


def _given(written: Iterable[str]) -> dict[str, str]:
    """Read 经过=story, 经过=事情经过, 款=索赔金额 or 备注= (leave it out).

    Raises:
        BadInput: one is written otherwise, or names a field that does not exist.
    """
    from case_library.importers.columns import choices_told, field_called

    given: dict[str, str] = {}
    for each in written:
        column, sign, called = (part.strip() for part in each.rpartition("="))
        if not sign or not column:
            raise BadInput(f"“{each}”看不懂。", hint="请写成 --column 栏目=字段，例如 --column 经过=事情经过。")
        if (field := field_called(called) if called else "") is None:
            raise BadInput(f"案例没有名为“{called}”的字段。", hint=f"可用的有{choices_told()}。")
        given[column] = field
    return given


def _with_the_story(path: Path, given: Mapping[str, str]) -> Mapping[str, str]:
    """Give the columns as chosen, with the one of the story asked for where a sheet's names do not tell it.

    Raises:
        BadInput: it is not told, and there is nobody to ask or no answer.
        CaseLibraryError: the file cannot be read, or a given column does not exist.
    """
    from case_library.importers.columns import columns_of
    from case_library.importers.formats import ONE_TABLE, SHEETS, reader_of

    reader = reader_of(path, given)
    if path.suffix.lower() not in SHEETS:
        return given
    samples: dict[str, str] = {}
    for row in islice(reader(path), _LOOKED_AT):
        for name, cell in row.values.items():
            samples[name] = samples.get(name) or str(cell if cell is not None else "").strip()
    here = given if path.suffix.lower() in ONE_TABLE else {name: given[name] for name in given if name in samples}
    if not samples or _NEEDED in columns_of(samples, here).values():
        return given
    if sys.stdin.isatty() and sys.stderr.isatty() and (chosen := _asked(path, samples)):
        return {**given, chosen: _NEEDED}
    raise BadInput(
        f"文件 {path} 里看不出哪一栏是事情经过：有的是{'、'.join(samples)}。",
        hint="请用 --column 栏目=事情经过 指明，例如 --column 经过=事情经过。",
    )


def _asked(path: Path, samples: Mapping[str, Any]) -> str | None:
    """Ask which column tells what happened; None where the answer is no column."""
    names = list(samples)
    print(f"{path}：看不出哪一栏是事情经过。", file=sys.stderr)
    for number, name in enumerate(names, 1):
        print(f"  {number}. {name}（例如：{samples[name][:_SAMPLE]}）", file=sys.stderr)
    print("请输入序号或栏目名称，直接按回车就不导入：", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip()
    if answer.isdecimal() and 0 < int(answer) <= len(names):
        return names[int(answer) - 1]
    return answer if answer in names else None
