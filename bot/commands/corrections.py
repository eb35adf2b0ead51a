"""`fengqiao corrections export FILE`: what staff put right in the console, as training rows."""

import argparse
import asyncio
import json
import os
from pathlib import Path
from typing import Any

from bot.errors import BadInput


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("corrections", help="导出工作人员改正过的判断，用来重新训练")
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True)
    export = actions.add_parser("export", help="导出为 JSON Lines，个人信息已遮盖")
    export.add_argument("file", metavar="文件", type=Path)


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    rows = asyncio.run(_rows())
    try:
        # only the account that runs the service may read it: masked, but still people's stories
        handle = os.open(arguments.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    except OSError as error:
        raise BadInput(f"写不了 {arguments.file}（{error.strerror}）。") from None
    print(f"导出 {len(rows)} 条改正，训练用：fengqiao train --add {arguments.file}")
    return 0


async def _rows() -> list[dict[str, Any]]:
    from bot.commands.office import office
    from bot.service.export_corrections import export_corrections

    async with office() as (desk, _):
        return list(await export_corrections(desk))
