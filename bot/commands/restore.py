"""`fengqiao restore`: bring a backup back into an empty database."""

import argparse
from pathlib import Path
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("restore", help="把备份恢复到一个空的数据库")
    parser.add_argument("file", metavar="文件", type=Path, help="备份文件")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    from bot.secret_key import prepare_data_dir
    from bot.settings import read_environment
    from bot.storage.backup import restore
    from bot.storage.migrate import migrate

    settings = read_environment()
    prepare_data_dir(settings.data_dir)
    report = restore(arguments.file, settings.database_url)
    migrate(settings.database_url)
    print(f"恢复好了：{report}")
    return 0
