"""`fengqiao backup`: save the whole database to one file, while the service runs."""

import argparse
from pathlib import Path
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("backup", help="把整个数据库备份成一个文件，服务不用停")
    parser.add_argument("file", metavar="文件", type=Path, help="备份文件；里面有个人信息，请妥善保管")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    from bot.settings import read_environment
    from bot.storage.backup import backup

    report = backup(read_environment().database_url, arguments.file)
    print(f"备份好了，已逐字节检查：{report}")
    return 0
