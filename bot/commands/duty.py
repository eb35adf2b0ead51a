"""`fengqiao duty`: rosters from a sheet, who works for several organisations, who is on duty."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import BadInput

if TYPE_CHECKING:
    from bot.service.front_desk import Office
    from bot.service.import_roster import SheetReport
    from bot.settings import Settings
    from knowledge.directory import Directory

_BAD = 2


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("duty", help="排班：导入值班表、兼任、看谁在班")
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True)
    for action, meaning in (
        ("check", "预览一张值班表：逐行说明，什么也不写入"),
        ("import", "导入一张值班表；有一行不对，就整张都不写入"),
    ):
        actions.add_parser(action, help=meaning).add_argument("file", type=Path, metavar="文件", help=".xlsx 或 .csv")
    member = actions.add_parser("member", help="一个人在多个单位：加上或去掉兼任的单位")
    member.add_argument("name", metavar="姓名")
    member.add_argument("organisation", metavar="组织编号")
    member.add_argument("--remove", action="store_true", help="去掉")
    speciality = actions.add_parser("speciality", help="一个人擅长哪些纠纷、能照顾哪些人：这样的谈话先请他接")
    speciality.add_argument("name", metavar="姓名")
    speciality.add_argument("--categories", metavar="类型", help="纠纷类型的代码，用逗号分开；空的就是都接")
    speciality.add_argument("--needs", metavar="人群", help="elderly、disabled、minor、sign_language，用逗号分开")
    actions.add_parser("now", help="列出此刻按值班表该在班的人")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    from bot.commands.office import office

    async with office() as (desk, settings):
        if arguments.action in {"check", "import"}:
            return await _sheet(desk, settings, arguments)
        if arguments.action == "member":
            await _member(desk, settings, arguments)
        elif arguments.action == "speciality":
            await _speciality(desk, arguments)
        else:
            await _now(desk, settings)
        return 0


async def _sheet(desk: "Office", settings: "Settings", arguments: argparse.Namespace) -> int:
    from bot.service.import_roster import import_roster
    from bot.service.roster_file import read_sheet

    try:
        content = arguments.file.read_bytes()
    except OSError as problem:
        raise BadInput(f"打不开 {arguments.file}（{problem.strerror}）。", hint="请核对路径。") from None
    names = {organisation.id: organisation.name for organisation in _directory(settings).organisations}
    report = await import_roster(desk, read_sheet(content), names, preview=arguments.action == "check")
    _print(report)
    if report.problems:
        print(f"{len(report.problems)} 行不能用，整张表都没有写入。", file=sys.stderr)
        return _BAD
    outcome = "已写入" if report.kept else "预览，没有写入"
    print(f"{len(report.rows)} 行都没有问题，新的班和请假 {report.new} 条（{outcome}）。")
    return 0


def _print(report: "SheetReport") -> None:
    for row in report.rows:
        if row.problem:
            print(f"第 {row.number} 行  不能用  {row.problem}", file=sys.stderr)
        else:
            known = f"，{row.known} 条原来就有" if row.known else ""
            print(f"第 {row.number} 行  {row.words}：新 {row.new} 条{known}")


async def _member(desk: "Office", settings: "Settings", arguments: argparse.Namespace) -> None:
    from bot.service.change_membership import change_membership

    known = {organisation.id for organisation in _directory(settings).organisations}
    if arguments.organisation not in known:
        raise BadInput(f"名录里没有组织“{arguments.organisation}”。", hint="可以用：" + "、".join(sorted(known)))
    person = await change_membership(desk, arguments.name, arguments.organisation, remove=arguments.remove)
    print(f"{person.name}：{'、'.join(sorted(person.organisations))}")


async def _speciality(desk: "Office", arguments: argparse.Namespace) -> None:
    from bot.service.set_speciality import set_speciality

    wanted = {
        option: None if text is None else [code.strip() for code in text.split(",") if code.strip()]
        for option, text in (("categories", arguments.categories), ("needs", arguments.needs))
    }
    profile = await set_speciality(desk, arguments.name, **wanted)
    kinds = "、".join(sorted(profile.categories)) or "各类纠纷"
    people = "、".join(sorted(profile.needs)) or "没有特别的"
    print(f"{arguments.name}：{kinds}；能特别照顾：{people}")


async def _now(desk: "Office", settings: "Settings") -> None:
    directory = _directory(settings)
    names = {organisation.id: organisation.name for organisation in directory.organisations}
    async with desk.unit_of_work(reading=True) as uow:
        people = {person.id: person.name for person in await uow.staff.everybody()}
        roster = await uow.duty.roster()
    for slot in roster.at(desk.now()):
        place = names.get(slot.organisation_id, slot.organisation_id)
        print(f"{people[slot.staff_id]}\t{place}\t{slot.starts:%H:%M}—{slot.ends:%H:%M}")


def _directory(settings: "Settings") -> "Directory":
    from knowledge.directory import SAMPLE, Directory
    from knowledge.directory_file import DirectoryError

    try:
        return Directory.load(settings.directory_path or SAMPLE)
    except DirectoryError as problem:
        raise BadInput(str(problem)) from None
