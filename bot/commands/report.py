"""`fengqiao report`: the statistics of a month as an Excel file in the layout of the report."""

import argparse
import asyncio
from pathlib import Path
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("report", help="一个月的调解统计报表（Excel）")
    parser.add_argument("--month", required=True, metavar="年-月", help="例如 2026-11")
    parser.add_argument("--output", required=True, type=Path, metavar="文件.xlsx", help="写到这个文件")
    parser.add_argument("--organisation", metavar="单位代码", help="只统计这个单位和它下属的单位；不写就是全部")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    from bot.service.read_report import read_month

    period = read_month(arguments.month)
    asyncio.run(_write(arguments, period))
    return 0


async def _write(arguments: argparse.Namespace, period: Any) -> None:
    from bot.commands.office import office
    from bot.errors import BadInput
    from bot.paper.report_workbook import monthly_workbook
    from bot.service.read_report import below, monthly_report
    from knowledge.directory import SAMPLE, Directory

    async with office() as (desk, settings):
        directory = Directory.load(settings.directory_path or SAMPLE)
        names = {organisation.id: organisation.name for organisation in directory.organisations}
        wanted = arguments.organisation
        if wanted is not None and wanted not in names:
            raise BadInput("名录里没有这个单位。", hint="单位代码写在组织名录里，例如 lugu-street。")
        scope = None if wanted is None else below(directory, wanted)
        monthly = await monthly_report(desk, directory, period, scope)
        unit = names[wanted] if wanted is not None else directory.area
        content = monthly_workbook(monthly, unit, desk.now())
    try:
        arguments.output.write_bytes(content)
    except OSError as problem:
        raise BadInput(f"写不了文件 {arguments.output}。", hint=f"请检查文件夹和权限（{problem.strerror}）。") from None
    total = monthly.report.total
    print(f"{arguments.output}：受理 {total.count('accepted')} 件，调解成功 {total.count('succeeded')} 件。")
