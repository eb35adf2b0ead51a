"""`fengqiao verify`: read a backup from its first to its last byte."""

import argparse
from pathlib import Path
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("verify", help="检查一个备份文件是否完好")
    parser.add_argument("file", metavar="文件", type=Path, help="备份文件")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    from bot.storage.backup import verify

    report = verify(arguments.file)
    print(f"备份完好：{report}")
    return 0
