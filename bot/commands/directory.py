"""`fengqiao directory`: check a directory of organisations, and put it to use."""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

from bot.errors import BadInput

_BAD = 2


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("directory", help="组织目录：核对、启用")
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True)
    for action, meaning in (
        ("check", "核对一份组织目录，列出全部问题"),
        ("import", "核对后放进数据文件夹，从下次启动起使用"),
    ):
        actions.add_parser(action, help=meaning).add_argument("file", type=Path, metavar="文件")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    from knowledge.directory import Directory

    path: Path = arguments.file
    if not path.is_file():
        raise BadInput(f"没有这个文件：{path}。", hint="请核对路径。")
    problems = Directory.check(path)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{path}：{len(problems)} 个问题，请按行号改正。", file=sys.stderr)
        return _BAD
    directory = Directory.load(path)
    print(f"{path}：没有问题，{len(directory.organisations)} 个组织，{len(directory.places())} 个地名。")
    if arguments.action == "import":
        _put_to_use(path)
    return 0


def _put_to_use(path: Path) -> None:
    from bot.commands.opened_room import data_folder, plain_errors
    from bot.service.room_files import DIRECTORY_FILE

    target = data_folder()[1] / DIRECTORY_FILE
    draft = target.with_name(f".{target.name}.part")
    with plain_errors():
        shutil.copyfile(path, draft)
        draft.replace(target)
    print(f"已放进 {target}，重新启动服务后使用。")
