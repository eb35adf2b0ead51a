"""The filters of `fengqiao cases search`: the same as in the console and the API, read by the same rules."""

import argparse
from dataclasses import replace

from bot.commands.chosen_day import today_of
from bot.errors import BadInput
from case_library.case_index import CaseFilter


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Describe the filters; wrong codes are answered with the right ones, so that the help need not list them."""
    group = parser.add_argument_group("条件（可以同时用几个；有了条件，可以不写事情经过）")
    group.add_argument("--type", metavar="类别", help="只找这一类纠纷，例如 labour，或者连小类 labour/unpaid_wages")
    group.add_argument("--subtype", metavar="小类", help="只找这一小类，例如 unpaid_wages；要同时写 --type")
    group.add_argument("--outcome", metavar="结局", help="只找这样结束的，例如 performed（已履行）、failed（没调成）")
    group.add_argument("--least", metavar="元", help="请求或者给付的金额不低于，例如 8000 或 1.5万")
    group.add_argument("--most", metavar="元", help="请求或者给付的金额不高于")
    group.add_argument("--year", metavar="年份", help="只找这一年的，例如 2024")
    group.add_argument("--organisation", metavar="组织", help="只找这种调解组织办的，例如 community（社区调委会）")
    group.add_argument("--method", metavar="方法", help="只找用过这种调解方法的，写一部分也行，例如 背对背")
    group.add_argument("--origin", metavar="来源", help="只找这样来的：imported 外来，own_docket 本地")
    group.add_argument("--published", action="store_true", help="只找已经发布的，不找还没审过的草稿")


def filter_of(arguments: argparse.Namespace) -> CaseFilter:
    """Read the filters.

    Raises:
        BadInput: A code is unknown or a number cannot be read; the hint names the codes there are.
    """
    from bot.service.case_query import query_of

    kind = arguments.type
    if arguments.subtype is not None:
        if not kind or "/" in kind:
            raise BadInput("有 --subtype 时还要写 --type。", hint="例如 --type labour --subtype unpaid_wages。")
        kind = f"{kind}/{arguments.subtype}"
    values = {
        "kind": kind,
        "outcome": arguments.outcome,
        "organisation_kind": arguments.organisation,
        "year": arguments.year,
        "least": arguments.least,
        "most": arguments.most,
        "method": arguments.method,
        "origin": arguments.origin,
    }
    return replace(query_of(values, today_of(arguments)).wanted, published_only=arguments.published)
