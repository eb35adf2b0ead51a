"""`fengqiao triage`: JSON Lines in, one triage object a line out."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.commands.chosen_day import add_today, today_of


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("triage", help="批量分流：读 JSON Lines，写 JSON Lines")
    parser.add_argument("file", nargs="?", metavar="文件", help='每行一个 {"id", "text"}；“-”或者不写，就读标准输入')
    parser.add_argument("--output", type=Path, metavar="文件", help="结果写到这个文件（默认写到标准输出）")
    add_today(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    from bot.commands.json_lines import brought_along, run_rows, text_of
    from bot.commands.opened_room import open_room
    from bot.service.triage import triage

    today = today_of(arguments)
    room = open_room(today, semantic_search=False)

    def answer(row: Mapping[str, Any]) -> dict[str, Any]:
        text = text_of(row)
        return {"id": row.get("id"), **triage(text, room, today), **brought_along(row)}

    return run_rows(arguments.file, arguments.output, answer)
