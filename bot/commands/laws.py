"""`fengqiao laws`: find, show, import and check statutes."""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot.commands.chosen_day import add_today, today_of
from bot.errors import BadInput, NotFound

DEFAULT_LIMIT, MOST = 10, 1000
MOST_VECTORS_AT_ONCE = 1000
"""Articles that an import embeds by itself: two minutes on one core."""
_BAD_INPUT = 2
_BAD_STATES = frozenset({"repealed", "not_found"})


def add_parser(subparsers: Any) -> None:
    """Describe the command."""
    parser = subparsers.add_parser("laws", help="查法律条文、导入法规、核对引用")
    actions = parser.add_subparsers(dest="action", metavar="操作", required=True)
    search = actions.add_parser("search", help="用自己的话找条文")
    search.add_argument("text", nargs="?", metavar="问题")
    search.add_argument("--limit", type=limit_of, default=DEFAULT_LIMIT, metavar="N", help="最多几条（默认 10）")
    search.add_argument("--json", action="store_true", help="输出 JSON")
    search.add_argument("--input", metavar="文件", help='每行一个 {"id", "text"} 的文件；“-”读标准输入')
    show = actions.add_parser("show", help="看一条的原文，例如 laws show 劳动合同法 30")
    show.add_argument("law", metavar="法律名")
    show.add_argument("article", metavar="条", help="30、第三十条、第一百二十条之一 都可以")
    show.add_argument("--json", action="store_true", help="输出 JSON")
    importing = actions.add_parser("import", help="导入法规（Markdown、Word、文本、JSON Lines，可以是 .gz）")
    importing.add_argument("paths", nargs="+", type=Path, metavar="文件或文件夹")
    importing.add_argument(
        "--vectors",
        choices=("auto", "all", "none"),
        default="auto",
        help=f"为新条文做搜索用的向量：auto 不超过 {MOST_VECTORS_AT_ONCE} 条才做（默认），all 全做，none 不做",
    )
    actions.add_parser("vectors", help="给导入的条文补做搜索用的向量；中断了再运行一次会接着做")
    check = actions.add_parser("check", help="核对一份文本里的每一处引用")
    check.add_argument("file", metavar="文件", help="文本文件；“-”读标准输入")
    check.add_argument("--json", action="store_true", help="每处引用输出一行 JSON")
    for action in (search, show, check):
        add_today(action)


def run(arguments: argparse.Namespace) -> int:
    """Run it."""
    actions = {"search": _search, "show": _show, "import": _import, "vectors": _vectors, "check": _check}
    return actions[arguments.action](arguments)


def limit_of(text: str) -> int:
    """Read a positive number of results."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"应为 1 到 {MOST} 之间的整数")
    return int(text)


def _search(arguments: argparse.Namespace) -> int:
    from bot.commands.json_lines import brought_along, one_line, run_rows, text_of
    from bot.commands.opened_room import data_folder, plain_errors
    from bot.commands.single_text import only_text
    from bot.service.result_objects import law_hit
    from bot.service.room_files import ARTICLE_INDEX
    from knowledge.article_search import ArticleSearch

    text, today = only_text(arguments), today_of(arguments)
    with plain_errors():
        articles = ArticleSearch.open(_library(), data_folder()[1] / ARTICLE_INDEX)

    def results(question: str) -> list[dict[str, Any]]:
        return [law_hit(hit) for hit in articles.search(question, arguments.limit, on=today)]

    if text is None:

        def answer(row: Mapping[str, Any]) -> dict[str, Any]:
            return {"id": row.get("id"), "results": results(text_of(row)), **brought_along(row)}

        return run_rows(arguments.input, None, answer)
    found = results(text)
    if arguments.json:
        print(one_line({"results": found}))
        return 0
    for result in found:
        print(f"《{result['law']}》{result['label']}（{_state_words(result['state'])}）\n　{result['text']}\n")
    if not found:
        print("没有找到合适的条文，请换个说法。", file=sys.stderr)
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from bot.commands.json_lines import one_line
    from bot.commands.opened_room import plain_errors
    from bot.service.result_objects import law_result
    from knowledge.article_labels import read_label
    from knowledge.citations import is_foreign_law
    from knowledge.identifiers import ArticleRef
    from knowledge.statutes import label_of

    today = today_of(arguments)
    with plain_errors():
        library = _library()
    law = library.names.resolve(arguments.law.strip().strip("《》"))
    if law is None:
        near = () if is_foreign_law(arguments.law) else library.names.suggest(arguments.law)
        hint = f"您要找的可能是《{near[0]}》。" if near else "请核对名称，或者用 fengqiao laws import 导入。"
        hint = "只收中国现行的法律法规。" if is_foreign_law(arguments.law) else hint
        raise NotFound(f"没有叫《{arguments.law.strip('《》')}》的法律。", hint=hint)
    label = label_of(arguments.article)
    if read_label(label) is None and not arguments.article.strip().isdecimal():
        raise BadInput(f"“{arguments.article[:20]}”看不出是第几条。", hint="写 30、第三十条或者第一百二十条之一。")
    article = library.article(ArticleRef(law, label), today)
    if article is None:
        raise NotFound(f"《{law}》没有{label}。", hint=_last_article(library, law, today))
    result = law_result(article)
    if arguments.json:
        print(one_line(result))
        return 0
    version = f"，{article.version} 版本" if article.version else ""
    print(f"《{law}》{article.ref.label}（{_state_words(result['state'])}{version}）")
    print(article.text or "这个文件的原文不在库里；来源：" + (article.source or "未登记"))
    return 0


def _last_article(library: Any, law: str, today: date) -> str:
    from knowledge.identifiers import ArticleState

    for version in library.versions(law):
        if version.state(today) is ArticleState.IN_FORCE:
            articles = library.articles_of(version.key)
            return f"它的最后一条是{articles[-1].label}。"
    return "请核对条号。"


def _import(arguments: argparse.Namespace) -> int:
    from bot.commands.opened_room import data_folder, plain_errors
    from bot.service.room_files import IMPORTED_LAWS
    from knowledge.law_import import import_laws

    for path in arguments.paths:
        if not path.exists():
            raise BadInput(f"没有这个文件或文件夹：{path}。", hint="请核对路径。")
    database = data_folder()[1] / IMPORTED_LAWS
    with plain_errors():
        report = import_laws(arguments.paths, database, progress=_announce_file())
    for problem in report.problems:
        print(problem, file=sys.stderr)
    undated = f"，其中 {report.undated} 部没有写明施行日期，只能查看，不会被引用" if report.undated else ""
    print(f"导入 {report.laws} 部法规、{report.articles} 条，替换 {report.replaced} 部{undated}。")
    if arguments.vectors != "none" and report.articles:
        with plain_errors():
            _embed(database, MOST_VECTORS_AT_ONCE if arguments.vectors == "auto" else None)
    return _BAD_INPUT if report.problems else 0


def _vectors(_arguments: argparse.Namespace) -> int:
    from bot.commands.opened_room import data_folder, plain_errors
    from bot.service.room_files import IMPORTED_LAWS

    database = data_folder()[1] / IMPORTED_LAWS
    if not database.is_file():
        raise NotFound("还没有导入过法规。", hint="先用 fengqiao laws import 导入。")
    with plain_errors():
        _embed(database, None)
    return 0


def _embed(database: Path, most: int | None) -> None:
    """Make the vectors that are missing; more than `most` are left for `laws vectors`."""
    from knowledge.imported_vectors import SECONDS_A_TEXT, embed, missing_texts

    texts = missing_texts(database)
    minutes = max(1, round(len(texts) * SECONDS_A_TEXT / 60))
    if most is not None and len(texts) > most:
        print(
            f"有 {len(texts)} 条没有搜索用的向量，搜索时只按字面排；"
            f"运行 fengqiao laws vectors 补做（大约 {minutes} 分钟，可以中断）。",
            file=sys.stderr,
        )
        return
    if not texts and most is None:
        print("每一条都已经有搜索向量。")
    if texts:
        made = embed(texts, database, _announce_texts(len(texts)))
        print(f"做好 {made} 条的搜索向量。")


def _announce_texts(total: int) -> Callable[[int], None] | None:
    """Show how far the vectors are on a terminal; say nothing when the output is piped."""
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        return None
    from tqdm import tqdm

    bar = tqdm(total=total, unit="条", file=sys.stderr)

    def announce(count: int) -> None:
        bar.update(count)

    return announce


def _announce_file() -> Callable[[Path], None] | None:
    """Count the files on a terminal; say nothing when the output is piped."""
    if not (sys.stderr.isatty() and sys.stdout.isatty()):
        return None
    from tqdm import tqdm

    bar = tqdm(unit="个文件", file=sys.stderr)

    def announce(path: Path) -> None:
        bar.set_postfix_str(path.name, refresh=False)
        bar.update()

    return announce


def _check(arguments: argparse.Namespace) -> int:
    from bot.commands.json_lines import one_line
    from bot.commands.opened_room import plain_errors
    from bot.service.result_objects import citation_result
    from knowledge.citations import check_text

    text = _read(arguments.file)
    with plain_errors():
        checked = check_text(text, _library(), on=today_of(arguments))
    results = [citation_result(one, text) for one in checked]
    for result in results:
        print(one_line(result) if arguments.json else _citation_line(result))
    if not results:
        print("没有找到对法律的引用。", file=sys.stderr)
    return 1 if any(result["state"] in _BAD_STATES for result in results) else 0


def _citation_line(result: Mapping[str, Any]) -> str:
    law = f"《{result['law'] or result['written']}》{result['label']}"
    more = ""
    if result["foreign"]:
        more = "，这是外国或者境外的法律，只能核对中国现行的法律法规"
    elif result["paragraphs"]:
        more = f"，但是这一条只有 {result['paragraphs']} 款，没有第 {result['paragraph']} 款"
    elif result["suggestion"]:
        more = f"，是不是《{result['suggestion']}》？"
    elif result["replaced_by"]:
        more = f"，已由《{result['replaced_by']}》取代"
    return f"第 {result['line']} 行第 {result['column']} 字：{law}：{_state_words(result['state'])}{more}"


def _state_words(state: str) -> str:
    from bot.dialogue.wording import name_of

    return name_of("article_state", state)


def _read(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadInput(f"文件 {name} 读不了（{error.strerror}）。", hint="请检查路径和权限。") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(f"文件 {name} 不是 UTF-8 文本。", hint="Word 文件请先另存为纯文本。") from None


def _library() -> Any:
    from bot.commands.opened_room import data_folder
    from bot.service.room_files import IMPORTED_LAWS
    from knowledge.statutes import StatuteLibrary

    return StatuteLibrary.open(data_folder()[1] / IMPORTED_LAWS)
