"""`fengqiao evaluate`: measure the understanding on labelled messages and print the table."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.errors import BadInput


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("evaluate", help="用标注数据衡量理解得准不准")
    parser.add_argument("data", metavar="数据", type=Path, nargs="?", help="训练用的标注数据：做五折交叉验证")
    parser.add_argument(
        "--unseen", metavar="文件", type=Path, action="append", default=[], help="没有训练过的标注数据，可以给多个"
    )
    parser.add_argument(
        "--beside",
        metavar="文件",
        type=Path,
        action="append",
        default=[],
        help="每一折都一起学习的标注数据，可以给多个",
    )
    parser.add_argument(
        "--cases", metavar="文件", type=Path, action="append", default=[], help="真实调解案例（带纠纷类型），可以给多个"
    )
    parser.add_argument(
        "--red-out-of-fold", action="store_true", help="每一折重新学习危险识别，红色的数字才不偏高（约十分钟）"
    )
    parser.add_argument("--predictions", metavar="文件", type=Path, help="把折外答案写成 JSON Lines")
    parser.add_argument("--report", metavar="文件", type=Path, help="把结果写成 JSON（默认写在权重旁边）")
    parser.add_argument("--vectors", metavar="文件", type=Path, help="句向量的缓存，重复衡量时省时间")
    parser.add_argument("--without-embeddings", action="store_true", help="不用句向量")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    from bot.commands.opened_room import data_folder
    from nlp.training.evaluate import Question, evaluate

    if arguments.data is None and not arguments.unseen and not arguments.cases:
        raise BadInput("没有给出标注数据。", hint="例如：fengqiao evaluate 数据.jsonl，或者 --unseen 文件。")
    for path in (arguments.data, *arguments.beside, *arguments.unseen, *arguments.cases):
        if path is not None and not path.is_file():
            raise BadInput(f"没有这个文件：{path}。")
    question = Question(
        data=arguments.data,
        beside=arguments.beside,
        unseen={path.name: path for path in arguments.unseen},
        cases={path.name: path for path in arguments.cases},
        vectors=arguments.vectors,
        embeddings=not arguments.without_embeddings,
        red_out_of_fold=arguments.red_out_of_fold,
    )
    results = evaluate(question, predictions=arguments.predictions)
    _, folder = data_folder()
    report = arguments.report or folder / "evaluation.json"
    report.write_text(
        json.dumps({name: asdict(measures) for name, measures in results.items()}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    return 0
