"""`fengqiao train`: learn the weights of the understanding anew, or move them by an office's own corrections."""

import argparse
from pathlib import Path
from typing import Any

from bot.errors import BadInput


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("train", help="重新训练理解模型，或者用本单位的改正记录微调")
    parser.add_argument(
        "data", metavar="数据", type=Path, nargs="*", help="完整的标注数据（JSON Lines）；不给就在现有权重上微调"
    )
    parser.add_argument(
        "--add", metavar="改正", type=Path, action="append", default=[], help="改正记录（JSON Lines），可以给多个"
    )
    parser.add_argument(
        "--output", metavar="文件夹", type=Path, help="权重放在哪里（默认：数据文件夹的 weights，启动时优先使用）"
    )
    parser.add_argument("--origin", metavar="来源", action="append", default=[], help="数据的名称和许可，写在权重旁边")
    parser.add_argument("--vectors", metavar="文件", type=Path, help="句向量的缓存，重复训练时省时间")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    from bot.commands.opened_room import data_folder
    from bot.service.room_files import OWN_WEIGHTS
    from nlp.training.train import train

    _, folder = data_folder()
    for path in (*arguments.data, *arguments.add):
        if not path.is_file():
            raise BadInput(f"没有这个文件：{path}。")
    try:
        train(
            arguments.data,
            add=arguments.add,
            output=arguments.output or folder / OWN_WEIGHTS,
            vectors=arguments.vectors,
            origin=arguments.origin,
        )
    except ValueError as error:
        raise BadInput(f"训练不了：{error}。", hint="请给出标注数据，或者用 --add 给出改正记录。") from None
    return 0
