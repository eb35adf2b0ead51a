"""`fengqiao migrate`: bring the database to the newest schema; safe to repeat."""

import argparse
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    subparsers.add_parser("migrate", help="把数据库升级到最新结构，可以重复运行")


def run(_arguments: argparse.Namespace) -> int:
    """Run it."""
    from bot.secret_key import prepare_data_dir
    from bot.settings import read_environment
    from bot.storage.migrate import migrate

    settings = read_environment()
    prepare_data_dir(settings.data_dir)
    migrate(settings.database_url)
    print("数据库已是最新。")
    return 0
