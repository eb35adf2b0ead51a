"""`fengqiao cases`: the mediation case library."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from bot.commands.case_filters import add_filters, filter_of
from bot.commands.chosen_day import add_today, today_of
from bot.errors import NotFound
from case_library.precedent import Precedent
from case_library.story_reader import StoryReader
from nlp.findings import Understanding

Item = TypeVar("Item")
DEFAULT_LIMIT = 5


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    from bot.commands.laws import limit_of

    parser = subparsers.add_parser("cases", help="调解案例库：导入、查找、查看、导出")
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True)
    importing = actions.add_parser("import", help="导入案例（JSON Lines、CSV、Excel、Word）")
    importing.add_argument("files", nargs="+", type=Path, metavar="文件")
    importing.add_argument("--source", default="", metavar="名称", help="案例集的名称，编号相同的案例集要分开")
    importing.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="栏目=字段",
        help="表里这一栏是什么，例如 经过=事情经过、款=索赔金额（也可以写代码：经过=story）；"
        "备注= 表示不要这一栏。可以写多次，没写的自动识别",
    )
    search = actions.add_parser("search", help="找相似的案例")
    search.add_argument("text", nargs="?", metavar="事情经过")
    search.add_argument("--limit", type=limit_of, default=DEFAULT_LIMIT, metavar="N", help="最多几个（默认 5）")
    search.add_argument("--json", action="store_true", help="输出 JSON")
    search.add_argument("--input", metavar="文件", help='每行一个 {"id", "text"} 的文件；“-”读标准输入')
    add_filters(search)
    show = actions.add_parser("show", help="看一个案例")
    show.add_argument("id", metavar="编号")
    show.add_argument("--json", action="store_true", help="输出 JSON")
    exporting = actions.add_parser("export", help="把全部案例写成 JSON Lines 文件")
    exporting.add_argument("file", type=Path, metavar="文件")
    for action in (search, importing):
        add_today(action)


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    from bot.commands.opened_room import plain_errors

    actions = {"import": _import, "search": _search, "show": _show, "export": _export}
    with plain_errors():
        return actions[arguments.action](arguments)


def _search(arguments: argparse.Namespace) -> int:
    from bot.commands.json_lines import brought_along, one_line, run_rows, text_of
    from bot.commands.single_text import only_text
    from bot.commands.terminal_text import emphasised
    from case_library.case_index import CaseFilter
    from case_library.excerpt import pieces
    from case_library.precedent import Stretch
    from case_library.wording import outcome_name

    wanted = filter_of(arguments)
    text = only_text(arguments, needed=wanted == CaseFilter())
    library = _library(_reader(today_of(arguments)).understand)

    def hits(story: str) -> list[Any]:
        return list(library.search(story, arguments.limit, wanted, marked=True))

    if text is None:

        def answer(row: Mapping[str, Any]) -> dict[str, Any]:
            results = [hit.as_result() for hit in hits(text_of(row))]
            return {"id": row.get("id"), "results": results, **brought_along(row)}

        return run_rows(arguments.input, None, answer)
    found = hits(text)
    ended = library.results_of_the_like(text, wanted) if found else None
    summary = ended.lines() if ended is not None else ()
    if arguments.json:
        told = {"summary": list(summary)} if summary else {}
        print(one_line({"results": [hit.as_result() for hit in found], **told}))
        return 0
    for hit in found:
        title = Stretch("title", None, 0, len(hit.case.title))
        print(f"{hit.case.id}  {emphasised(pieces(hit.case, title, hit.highlights))}")
        print(f"　{_state(hit.case)}；{outcome_name(hit.case.outcome.value)}")
        print(f"　{_in_one_line(emphasised(pieces(hit.case, hit.excerpt, hit.highlights)))}")
        if hit.why:  # filters alone find without a reason to tell
            print(f"　{'；'.join(hit.why)}")
        print()
    if not found:
        print("没有找到这样的案例。", file=sys.stderr)
    for line in summary:
        print(f"{line}。")
    return 0


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _state(case: Precedent) -> str:
    """Say where a case comes from, and loudly where nobody has made sure that it names nobody."""
    from case_library.precedent import ReviewState
    from case_library.wording import not_for_others, origin_name, review_state_name

    origin = origin_name(case.origin.value)
    if case.review_state is ReviewState.PUBLISHED:
        return origin
    return f"{origin}；{review_state_name(case.review_state.value)}（{not_for_others()}）"


def _show(arguments: argparse.Namespace) -> int:
    from bot.commands.json_lines import one_line
    from case_library.entry_format import to_json
    from case_library.errors import CaseNotFoundError

    try:
        case = _library(None).show(arguments.id)
    except CaseNotFoundError:
        raise NotFound(f"案例库里没有编号 {arguments.id}。", hint="请用 fengqiao cases search 查找编号。") from None
    if arguments.json:
        print(one_line(to_json(case)))
    else:
        print("\n".join(_lines(case)))
    return 0


def _lines(case: Precedent) -> Iterable[str]:
    from case_library.plain_figures import in_a_row
    from case_library.wording import outcome_name
    from nlp.taxonomy import category_name, subtype_name

    yield f"{case.title}（{case.id}）"
    kind = f"{category_name(case.category)}／{subtype_name(case.category, case.subtype)}"
    yield f"{_state(case)}；{kind}"
    yield f"经过：{case.story}"
    for heading, texts in (("争议", case.disputed), ("做法", case.methods), ("协议", case.terms)):
        if texts:
            yield f"{heading}：" + in_a_row(texts)
    yield f"结果：{outcome_name(case.outcome.value)}。{case.result}"
    if case.legal_basis:
        yield "依据：" + "、".join(case.legal_basis)
    if case.comment:
        yield f"点评：{case.comment}"


def _import(arguments: argparse.Namespace) -> int:
    from bot.commands.case_import import import_files

    read = _reader(today_of(arguments))
    return import_files(arguments, _library(read.understand), read, _progress("行"))


def _export(arguments: argparse.Namespace) -> int:
    from case_library.export_file import export_file

    written = export_file(arguments.file, _library(None), progress=_progress("个"))
    print(f"{arguments.file}：写出 {written} 个案例")
    return 0


def _progress(unit: str) -> Callable[[Iterable[Item]], Iterable[Item]]:
    """Give a wrapper that shows a bar on a terminal and nothing when the output is piped."""

    def wrapped(items: Iterable[Item]) -> Iterable[Item]:
        if not (sys.stderr.isatty() and sys.stdout.isatty()):
            return items
        from tqdm import tqdm

        return tqdm(items, unit=unit, file=sys.stderr)

    return wrapped


def _reader(today: date) -> StoryReader:
    """Give the reader of stories: the Understander, with the day filled in."""
    from bot.commands.opened_room import data_folder
    from bot.service.room_files import WORD_CACHE, load_directory, own_weights
    from nlp.understanding import Understander

    settings, folder = data_folder()
    directory = load_directory(folder, settings.directory_file)
    names = tuple(organisation.name for organisation in directory.organisations)
    words = folder / WORD_CACHE
    words.mkdir(mode=0o700, exist_ok=True)
    understander = Understander.load(
        directory.places(),
        names,
        weights=own_weights(folder),
        cache_folder=words,
        embeddings=False,  # measured: cases are found as well without, and in a third of the time
    )
    return StoryReader(lambda text: understander.understand(text, today), understander.sure_subtype)


def _library(read: Callable[[str], Understanding] | None) -> Any:
    from bot.commands.opened_room import data_folder, office_cases
    from bot.service.room_files import CASE_INDEX
    from case_library.library import CaseLibrary

    settings, folder = data_folder()
    return CaseLibrary.open(office_cases(settings), folder / CASE_INDEX, read=read)
