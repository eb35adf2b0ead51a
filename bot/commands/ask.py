"""`fengqiao ask`: one question, one full answer, nothing stored."""

import argparse
from collections.abc import Mapping
from typing import Any

from bot.commands.chosen_day import add_today, today_of


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("ask", help="问一个问题，得到完整的回答；不保存任何内容")
    parser.add_argument("text", nargs="?", metavar="问题", help="用自己的话说")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--input", metavar="文件", help='每行一个 {"id", "text"} 的文件；“-”读标准输入')
    add_today(parser)


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    from bot.commands.json_lines import brought_along, one_line, run_rows, text_of
    from bot.commands.opened_room import open_room
    from bot.commands.single_text import only_text
    from bot.service.consult import answer

    text = only_text(arguments)
    today = today_of(arguments)
    room = open_room(today)
    if text is None:

        def answer_row(row: Mapping[str, Any]) -> dict[str, Any]:
            return {"id": row.get("id"), **answer(text_of(row), room, today), **brought_along(row)}

        return run_rows(arguments.input, None, answer_row)
    result = answer(text, room, today)
    if arguments.json:
        print(one_line(result))
    else:
        print(result["answer"])
    return 0
