"""`fengqiao staff`: who may use the console."""

import argparse
import asyncio
from typing import TYPE_CHECKING, Any

from bot.errors import BadInput

if TYPE_CHECKING:
    from bot.service.front_desk import Office
    from bot.settings import Settings


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("staff", help="管理能登录工作台的人员")
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True)
    add = actions.add_parser("add", help="添加一个人，打印一次性登录链接")
    add.add_argument("name", metavar="姓名")
    roles = "mediator、lawyer、registrar、supervisor、district、auditor 或 administrator"
    add.add_argument("--role", required=True, metavar="身份", help=roles)
    add.add_argument("--organisation", required=True, metavar="组织编号", help="名录里的编号，例如 lugu-street")
    actions.add_parser("list", help="列出所有人")
    for action, meaning in (("disable", "停用一个人，并让他立即退出"), ("link", "给一个人换新的一次性登录链接")):
        actions.add_parser(action, help=meaning).add_argument("name", metavar="姓名")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    asyncio.run(_run(arguments))
    return 0


async def _run(arguments: argparse.Namespace) -> None:
    from bot.commands.office import office
    from bot.service.manage_staff import disable_staff, issue_sign_in, list_staff
    from bot.web.names import name_of

    async with office() as (desk, settings):
        if arguments.action == "list":
            for member in await list_staff(desk):
                state = "\t已停用" if member.disabled else ""
                print(f"{member.name}\t{name_of('role', member.role.value)}\t{member.organisation_id}{state}")
        elif arguments.action == "disable":
            await disable_staff(desk, arguments.name)
            print(f"已停用：{arguments.name}")
        else:
            if arguments.action == "add":
                await _add(desk, settings, arguments)
            token = await issue_sign_in(desk, arguments.name)
            hours = int(desk.settings.sign_in_link_lifetime.total_seconds() // 3600)
            print(f"{arguments.name} 的登录链接（只能用一次，{hours} 小时内有效）：")
            print(f"{settings.origin}/console/sign-in?token={token}")


async def _add(desk: "Office", settings: "Settings", arguments: argparse.Namespace) -> None:
    from bot.domain.staff import Role
    from bot.service.manage_staff import add_staff
    from knowledge.directory import SAMPLE, Directory
    from knowledge.directory_file import DirectoryError

    try:
        role = Role(arguments.role)
    except ValueError:
        raise BadInput(f"没有“{arguments.role}”这种身份。", hint="可以用：" + "、".join(Role)) from None
    path = settings.directory_path or SAMPLE
    try:
        directory = Directory.load(path)
    except DirectoryError as problem:
        raise BadInput(str(problem)) from None
    known = {organisation.id for organisation in directory.organisations}
    if arguments.organisation not in known:
        raise BadInput(f"名录里没有组织“{arguments.organisation}”。", hint="可以用：" + "、".join(sorted(known)))
    await add_staff(desk, arguments.name, role, arguments.organisation)
