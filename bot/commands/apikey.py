"""`fengqiao apikey`: keys of programs that call the API."""

import argparse
import asyncio
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("apikey", help="管理程序调用接口用的密钥")
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True)
    actions.add_parser("add", help="生成一个密钥，只显示这一次").add_argument("name", metavar="名称")
    actions.add_parser("list", help="列出所有密钥的名称")
    actions.add_parser("disable", help="停用一个密钥").add_argument("name", metavar="名称")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    asyncio.run(_run(arguments))
    return 0


async def _run(arguments: argparse.Namespace) -> None:
    from bot.commands.office import office
    from bot.service.api_keys import add_api_key, disable_api_key, list_api_keys

    async with office() as (desk, _settings):
        if arguments.action == "add":
            print(await add_api_key(desk, arguments.name))
        elif arguments.action == "disable":
            await disable_api_key(desk, arguments.name)
            print(f"已停用：{arguments.name}")
        else:
            for key in await list_api_keys(desk):
                state = "\t已停用" if key.disabled else ""
                print(f"{key.name}\t{key.created_at:%Y-%m-%d}{state}")
