"""The option `--today`: the day that deadlines and relative dates are counted from."""

import argparse
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

_CHINA = ZoneInfo("Asia/Shanghai")


def add_today(parser: Any) -> None:
    """Add the option to a command."""
    parser.add_argument(
        "--today", type=_day, metavar="2026-11-23", help="期限和“去年”“上个月”等从哪一天算起（默认是今天）"
    )


def today_of(arguments: argparse.Namespace) -> date:
    """Give the day that was set, or today in China."""
    chosen: date | None = arguments.today
    return chosen or datetime.now(_CHINA).date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} 不是日期，请写成 2026-11-23 这样") from None
