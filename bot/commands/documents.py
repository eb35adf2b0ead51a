"""`fengqiao documents`: our Word templates to edit, and a check of the office's own."""

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.errors import BadInput

_BAD = 2


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("documents", help="文书模板：导出来改、核对")
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True)
    for action, meaning in (
        ("templates", "把全部 Word 模板写到一个文件夹；已有的文件不覆盖"),
        ("check", "核对文件夹里的模板，列出填不了的地方"),
    ):
        actions.add_parser(action, help=meaning).add_argument("folder", type=Path, metavar="文件夹")


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    return _write(arguments.folder) if arguments.action == "templates" else _check(arguments.folder)


def _write(folder: Path) -> int:
    from bot.domain.forms import FormKind
    from bot.paper.layout import form_name
    from bot.paper.word_template import build_template

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in FormKind:
            target = folder / f"{kind.value}.docx"
            state = "已有，没有动"
            if not target.exists():
                target.write_bytes(build_template(kind))
                state = "写好了"
            print(f"{target}：{form_name(kind)}，{state}")
    except OSError as problem:
        raise BadInput(f"写不了文件夹 {folder}。", hint=f"请检查权限（{problem.strerror}）。") from None
    return 0


def _check(folder: Path) -> int:
    from bot.domain.forms import FormKind
    from bot.paper.layout import form_name
    from bot.paper.press import PaperPress

    own = [kind for kind in FormKind if (folder / f"{kind.value}.docx").is_file()]
    if not own:
        raise BadInput(f"{folder} 里没有模板。", hint="模板叫 agreement.docx 这样的名字，见 documents templates。")
    press = PaperPress(folder)
    bad = 0
    for kind in own:
        problems = press.problems(kind)
        bad += bool(problems)
        for problem in problems:
            print(f"{kind.value}.docx（{form_name(kind)}）{problem}", file=sys.stderr)
    print(f"核对了 {len(own)} 个模板，{bad} 个有问题。")
    return _BAD if bad else 0
